export function helpPages(help: (...args: string[]) => string): string;
