/** A list ends: what follows pages by their links is stopped where no GitLab's list goes on. */
import { KickoffError } from '../../model/errors.ts';

/** Pages of one list: 100,000 rows. */
export const MOST_PAGES = 1000;

/** What names a page among those of one list. */
const PAGE = ['page', 'cursor', 'id_after'];

/** Counts pages that are asked for after a first one. Throws `KickoffError` at one too many, naming the list. */
export function boundPages(): (url: URL, path: string) => void {
  const followed = new Map<string, number>();
  return (url, path) => {
    const list = new URL(url);
    const page = PAGE.map((name) => list.searchParams.get(name)).find((each) => each !== null) ?? '1';
    for (const name of PAGE) list.searchParams.delete(name);
    const count = page === '1' ? 1 : (followed.get(list.href) ?? 1) + 1;
    followed.set(list.href, count);
    if (count > MOST_PAGES) throw tooManyPages(path, count);
  };
}

export const tooManyPages = (what: string, page: number): KickoffError =>
  new KickoffError(
    'unexpected-answer',
    `GitLab's list of ${what} goes on to page ${page}; at most ${MOST_PAGES} pages of 100 rows are read.`,
    {
      hint: 'Check that nothing in front of GitLab rewrites its pages. A project of its own for cohorts keeps lists short.',
    },
  );
