/** GitLab does not tell user names apart by case. */
export const isSameUser = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
