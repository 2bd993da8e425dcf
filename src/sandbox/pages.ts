import type { Context, Reply } from './context.ts';
import { badParam } from './http-error.ts';
import { whole } from './params.ts';

/** One page by cursor: no totals, and a link to the next one only (docs/gitlab.md#pagination; recorded: "list: keyset"). */
export function pageByCursor<T extends { id: number; created_at: string }>(
  context: Context,
  url: URL,
  rows: T[],
  show: (row: T) => unknown,
): Reply {
  const perPage = Math.min(whole(context.params, 'per_page') ?? 20, 100);
  const { cursor, sort } = context.params;
  const left = typeof cursor === 'string' ? rows.filter(isBehind(cursor, sort === 'asc')) : rows;
  const here = left.slice(0, perPage);
  const last = here.at(-1);
  const target = new URL(url);
  if (last) target.searchParams.set('cursor', btoa(JSON.stringify([last.created_at, last.id])));
  return {
    status: 200,
    body: here.map(show),
    headers: left.length > perPage ? { Link: `<${target.href}>; rel="next"` } : {},
  };
}

/** Behind the row that the cursor names, which may be gone by now. */
function isBehind(cursor: string, ascending: boolean): (row: { id: number; created_at: string }) => boolean {
  const [created, id] = JSON.parse(atob(cursor)) as [string, number];
  return (row) => {
    const way = row.created_at < created ? -1 : row.created_at > created ? 1 : row.id - id;
    return ascending ? way > 0 : way < 0;
  };
}

/**
 * One offset page with GitLab's headers (docs/gitlab.md#pagination): per_page 20 unless told, clamped at 100, zero refused; above
 * 10,000 rows the totals and `rel=last` are missing.
 */
export function page<T>(context: Context, url: URL, rows: T[], show: (row: T) => unknown): Reply {
  const wanted = whole(context.params, 'per_page') ?? 20;
  if (wanted <= 0) throw badParam('per_page has a value not allowed');
  const perPage = Math.min(wanted, 100);
  const number = Math.max(whole(context.params, 'page') ?? 1, 1);
  const pages = Math.max(Math.ceil(rows.length / perPage), 1);
  const link = (at: number, rel: string): string => {
    const target = new URL(url);
    target.searchParams.set('page', String(at));
    target.searchParams.set('per_page', String(perPage));
    return `<${target.href}>; rel="${rel}"`;
  };
  const links = [
    // Beyond the end there is nothing before (recorded: "list: beyond the end").
    number > 1 && number <= pages ? link(number - 1, 'prev') : '',
    number < pages ? link(number + 1, 'next') : '',
    link(1, 'first'),
    rows.length <= 10_000 ? link(pages, 'last') : '',
  ].filter((each) => each !== '');
  const headers: Record<string, string> = {
    'X-Page': String(number),
    'X-Per-Page': String(perPage),
    'X-Next-Page': number < pages ? String(number + 1) : '',
    'X-Prev-Page': number > 1 && number <= pages ? String(number - 1) : '',
    Link: links.join(', '),
  };
  if (rows.length <= 10_000) {
    headers['X-Total'] = String(rows.length);
    headers['X-Total-Pages'] = String(pages);
  }
  return { status: 200, body: rows.slice((number - 1) * perPage, number * perPage).map(show), headers };
}
