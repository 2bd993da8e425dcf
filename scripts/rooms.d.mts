export const ROOMS: [name: string, imports: string[], what: string][];
export function roomOf(path: string): string;
export function table(): string;
