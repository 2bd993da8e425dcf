/** Answers checked at the border, and lists read page by page. A row that moved between two pages comes once. */
import type * as z from 'zod';
import { KickoffError } from '../../model/errors.ts';
import { MOST_PAGES, tooManyPages } from '../transport/page-bound.ts';

type Page = { data: unknown; paginationInfo?: { total?: number; totalPages?: number } };

/** Readings of one list that changes under our hands. */
const READINGS = 4;

/**
 * Every page of a list by number: the first tells how many there are, the others are read side by side. When rows are missing, because
 * something was deleted between two pages or an answer was cut, it is read again: such a list is the proof that something is absent.
 */
export async function readAll<S extends z.ZodType>(
  schema: S,
  what: string,
  list: (options: { perPage: number; page?: number; showExpanded?: true }) => Promise<unknown>,
): Promise<z.output<S>[]> {
  const read = async (page: number): Promise<{ rows: z.output<S>[]; info: Page['paginationInfo'] }> => {
    const answer = (await list({ perPage: 100, page, showExpanded: true })) as Page;
    return { rows: check(schema.array(), answer.data, what), info: answer.paginationInfo };
  };
  for (let reading = 1; ; reading += 1) {
    const first = await read(1);
    const pages = first.info?.totalPages;
    // Above 10,000 rows, or behind a gateway that drops its headers, GitLab sends no totals: the links are followed.
    if (pages === undefined || !Number.isFinite(pages))
      return unique(check(schema.array(), await list({ perPage: 100 }), what));
    if (pages > MOST_PAGES) throw tooManyPages(what.replace(/^the /, ''), pages);
    const rest = await Promise.all(
      Array.from({ length: Math.max(pages - 1, 0) }, (_, index) => read(index + 2)),
    );
    const all = [first, ...rest];
    const rows = unique(all.flatMap((page) => page.rows));
    const total = Math.max(...all.map(({ info }) => info?.total ?? 0));
    if (rows.length >= total) return rows;
    if (reading === READINGS) {
      throw new KickoffError(
        'unreachable',
        `GitLab's list of ${what.replace(/^the /, '')} is not whole: ${rows.length} of ${total} came, ${READINGS} times over.`,
        {
          hint: 'Run again later: what is there is found and kept. Something in front of GitLab may cut its answers.',
        },
      );
    }
  }
}

/** Every page of a list with a cursor, one after the other; for lists that have one. */
export async function readByCursor<S extends z.ZodType>(
  schema: S,
  what: string,
  list: (options: { perPage: number; pagination: 'keyset' }) => Promise<unknown>,
): Promise<z.output<S>[]> {
  return unique(check(schema.array(), await list({ perPage: 100, pagination: 'keyset' }), what));
}

/** The id is the identity of a thing: a row that came twice is one. */
function unique<T>(rows: T[]): T[] {
  const seen = new Set<unknown>();
  return rows.filter((row) => {
    const id = typeof row === 'object' && row !== null && 'id' in row ? row.id : row;
    if (seen.has(id)) return false;
    seen.add(id);
    return true;
  });
}

export function check<S extends z.ZodType>(schema: S, data: unknown, what: string): z.output<S> {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  const first = result.error.issues[0];
  throw new KickoffError(
    'unexpected-answer',
    `GitLab's answer for ${what} is not what the API promises: ${first?.path.join('.')} ${first?.message}.`,
    {
      hint: 'Check that the host is a GitLab of version 16 or later.',
    },
  );
}
