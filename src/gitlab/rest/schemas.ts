/** Parts of GitLab's answers that several of them share. What is not named in a schema is not looked at. */
import * as z from 'zod';

export const user = z.object({ id: z.int(), username: z.string(), name: z.string() });

/** A day or a time as text; absent and null are one. */
export const date = z
  .string()
  .nullish()
  .transform((value) => value ?? null);

/** Oldest first: what is made while a list is read comes at its end. */
export const BY_AGE = { orderBy: 'created_at', sort: 'asc' } as const;
