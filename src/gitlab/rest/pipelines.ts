/** Schedules of pipelines, notes of merge requests, and the token itself (docs/gitlab.md#endpoints). */
import * as z from 'zod';
import type { Pipelines, RequestNote, Schedule } from '../../model/pipelines.ts';
import type { Api } from './connect.ts';
import { check, readAll } from './pages.ts';
import { tokenSchema, unlessInvalid } from './people.ts';
import { date, user } from './schemas.ts';

const projectSchema = z.object({
  path_with_namespace: z.string(),
  web_url: z.string(),
  default_branch: z.string().nullish(),
});

const scheduleSchema = z.object({
  id: z.int(),
  description: z.string(),
  ref: z.string(),
  cron: z.string(),
  cron_timezone: z.string(),
  active: z.boolean(),
  owner: z.object({ username: z.string() }).nullish(),
});

const noteSchema = z.object({ id: z.int(), body: z.string(), author: z.object({ id: z.int() }) });
const rotatedSchema = z.object({ token: z.string().min(1), expires_at: date });

const scheduleOf = (raw: z.output<typeof scheduleSchema>): Schedule => ({
  description: raw.description,
  cron: raw.cron,
  timeZone: raw.cron_timezone,
  ref: raw.ref.replace(/^refs\/heads\//, ''),
  isActive: raw.active,
  owner: raw.owner?.username ?? null,
});

const noteOf = (raw: z.output<typeof noteSchema>): RequestNote => ({
  id: raw.id,
  body: raw.body,
  author: raw.author.id,
});

export function createPipelines(api: Api): Pipelines {
  return {
    async whoAmI() {
      const { id, username } = check(user, await api.users.showCurrentUser(), 'the current user');
      return { id, username };
    },
    async token() {
      const [self, told] = await Promise.all([
        api.users.showCurrentUser(),
        api.tokens.show().catch(unlessInvalid),
      ]);
      const { username } = check(user, self, 'the current user');
      const known = told === null ? null : check(tokenSchema, told, 'the token');
      return {
        username,
        scopes: known?.scopes ?? null,
        expiresAt: known?.expires_at ?? null,
        today: api.now().toISOString().slice(0, 10),
      };
    },
    async project(path) {
      const raw = check(projectSchema, await api.projects.show(path), 'the project');
      return { path: raw.path_with_namespace, url: raw.web_url, defaultBranch: raw.default_branch ?? null };
    },
    async schedules(project) {
      const rows = await readAll(scheduleSchema, 'the pipeline schedules', (page) =>
        api.schedules.all(project, page as never),
      );
      return rows.map(scheduleOf);
    },
    async createSchedule(project, { description, cron, timeZone, ref }) {
      const made = await api.schedules.create(project, description, ref, cron, { cronTimezone: timeZone });
      return scheduleOf(check(scheduleSchema, made, 'a pipeline schedule'));
    },
    async notes(project, iid) {
      const rows = await readAll(noteSchema, 'the notes of a merge request', (page) =>
        api.requestNotes.all(project, iid, { sort: 'asc', orderBy: 'created_at', ...page } as never),
      );
      return rows.map(noteOf);
    },
    async createNote(project, iid, body) {
      return noteOf(check(noteSchema, await api.requestNotes.create(project, iid, body), 'a note'));
    },
    async updateNote(project, iid, note, body) {
      return noteOf(check(noteSchema, await api.requestNotes.edit(project, iid, note, { body }), 'a note'));
    },
    async rotateToken(until) {
      const made = await api.tokens.rotate('self' as never, { expiresAt: until });
      const { token, expires_at } = check(rotatedSchema, made, 'the token');
      return { token, expiresAt: expires_at };
    },
  };
}
