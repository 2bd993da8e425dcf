/** GitLab's answers as far as we read them, checked at the border. What is not named here is not looked at. */
import { z } from 'zod';

const user = z.object({ id: z.int(), username: z.string(), name: z.string() });
const date = z
  .string()
  .nullish()
  .transform((value) => value ?? null);

export const userSchema = user;
export const memberSchema = user.extend({ access_level: z.int() });
export const levelSchema = z.object({ access_level: z.int() });
export const projectSchema = z.object({
  id: z.int(),
  path_with_namespace: z.string(),
  web_url: z.string(),
  visibility: z.string().default('private'),
  namespace: z.object({ kind: z.string(), full_path: z.string() }),
});
export const groupSchema = z.object({ id: z.int(), full_path: z.string(), web_url: z.string() });
export const labelSchema = z.object({
  id: z.int(),
  name: z.string(),
  color: z.string(),
  description: z.string().nullish(),
  is_project_label: z.boolean().optional(),
});
export const milestoneSchema = z.object({
  id: z.int(),
  title: z.string(),
  description: z.string().nullish(),
  state: z.enum(['active', 'closed']),
  group_id: z.int().nullish(),
  start_date: date,
  due_date: date,
  web_url: z.string(),
});
export const epicSchema = z.object({
  id: z.int(),
  iid: z.int(),
  title: z.string(),
  description: z.string().nullish(),
  state: z.enum(['opened', 'closed']),
  labels: z.array(z.string()),
  start_date: date,
  due_date: date,
  author: user,
  web_url: z.string(),
  updated_at: z.string(),
});
export const issueSchema = z.object({
  id: z.int(),
  iid: z.int(),
  title: z.string(),
  description: z.string().nullish(),
  state: z.enum(['opened', 'closed']),
  closed_at: date,
  closed_by: user.nullish(),
  labels: z.array(z.string()),
  milestone: z.object({ id: z.int(), title: z.string() }).nullish(),
  due_date: date,
  assignees: z.array(user),
  confidential: z.boolean(),
  epic: z.object({ iid: z.int() }).nullish(),
  moved_to_id: z.int().nullish(),
  author: user,
  web_url: z.string(),
  _links: z.object({ project: z.string(), closed_as_duplicate_of: z.string().nullish() }).optional(),
  created_at: z.string(),
  updated_at: z.string(),
  user_notes_count: z.int().default(0),
  task_completion_status: z.object({ count: z.int(), completed_count: z.int() }),
});
/** What issues and merge requests have in common; GitLab's `locked` is a merge under way. */
export const workSchema = z.object({
  title: z.string(),
  description: z.string().nullish(),
  state: z.enum(['opened', 'closed', 'merged', 'locked']),
  author: user,
  labels: z.array(z.string()),
  created_at: z.string(),
  closed_at: date,
  merged_at: date,
  web_url: z.string(),
});
/** Closing through the work-item screens may say `WorkItem` (facts §17); the author's account may be gone. */
export const eventSchema = z.object({
  action_name: z.string(),
  target_iid: z.int().nullable(),
  target_type: z.string().nullable(),
  author_username: z
    .string()
    .nullish()
    .transform((value) => value ?? 'somebody'),
  created_at: z.string(),
});
/** A board with a bad name answers 201 with `id: null` (facts §3.3). */
export const boardSchema = z.object({
  id: z.int().nullable(),
  name: z.string(),
  lists: z.array(z.object({ id: z.int(), label: z.object({ name: z.string() }).nullish() })),
});
export const tokenSchema = z.object({ scopes: z.array(z.string()), expires_at: date });
export const metadataSchema = z.object({ version: z.string() });
export const listSchema = z.object({ id: z.int(), label: z.object({ name: z.string() }).nullish() });
