/** Answers checked at the border, and lists read page by page. */
import type { z } from 'zod';
import { KickoffError } from '../../model/errors.ts';

type Page = { data: unknown; paginationInfo?: { totalPages?: number; next?: number | null } };

/** Every page of a list: the first tells how many there are, the others are read side by side. */
export async function readAll<S extends z.ZodType>(
  schema: S,
  what: string,
  list: (options: { perPage: number; page: number; showExpanded: true }) => Promise<unknown>,
): Promise<z.output<S>[]> {
  const read = async (page: number): Promise<{ rows: z.output<S>[]; info: Page['paginationInfo'] }> => {
    const answer = (await list({ perPage: 100, page, showExpanded: true })) as Page;
    return { rows: check(schema.array(), answer.data, what), info: answer.paginationInfo };
  };
  const first = await read(1);
  const total = first.info?.totalPages;
  if (total !== undefined && Number.isFinite(total)) {
    const rest = await Promise.all(
      Array.from({ length: Math.max(total - 1, 0) }, (_, index) => read(index + 2)),
    );
    return [first, ...rest].flatMap((page) => page.rows);
  }
  // Above 10,000 rows GitLab sends no totals (docs/gitlab.md#pagination): page after page.
  const rows = [...first.rows];
  for (let next = first.info?.next ?? null; next !== null; ) {
    const page = await read(next);
    rows.push(...page.rows);
    next = page.info?.next ?? null;
  }
  return rows;
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
