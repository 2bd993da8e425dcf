/** Small issues in stock, as a program or a cohort file says them. */
import * as z from 'zod';
import { slug, text, title } from './basics.ts';
import { owner, when } from './people-schema.ts';

export const backlogSchema = z
  .array(z.strictObject({ key: slug, title, text: text.optional(), owner, when }))
  .max(200)
  .default([])
  .describe(
    'Small issues in stock, in no score and due on no day. Of several owners each has an issue of their own.',
  );

export type BacklogItem = z.infer<typeof backlogSchema>[number];
