/**
 * The numbers of its issues by key, which an epic or a tracking issue carries: how they are found again when label, title and marker
 * are all gone.
 *
 *     <!-- kickoff:index v=2 project=12 spring-2027/robin-ito/kr/blog-post=4 … -->
 *
 * Numbers count within a project: an index that names another one says nothing here. 0.1.0 wrote no project.
 */
import type { Key } from '../model/resource.ts';
import { commentsOf, printComment, type RecordComment } from './comments.ts';
import { digest } from './digest.ts';
import { issuesKey } from './keys.ts';
import { findBlock, isEdited, printBlock, replaceBlock, VERSION } from './managed-block.ts';

const PAIR = /(.+)=(\d{1,15})$/;
/** Words about the index itself; no key of an issue is as short. */
const isWord = (name: string): boolean => name === 'v' || name === 'project';

/** The first comment that is an index through and through. */
const indexOf = (description: string): RecordComment | undefined =>
  commentsOf(description).find(({ word, args }) => word === 'index' && args.every((arg) => PAIR.test(arg)));

/** What an index says for one project (its global id; 0 for any): empty where it names another. */
export function readIndex(description: string, project = 0): Record<Key, number> {
  const pairs = (indexOf(description)?.args ?? []).flatMap((arg) => {
    const [, key, iid] = PAIR.exec(arg) ?? [];
    return key === undefined ? [] : [[key, Number(iid)] as const];
  });
  const named = pairs.find(([key]) => key === 'project')?.[1];
  if (project !== 0 && named !== undefined && named !== project) return {};
  return Object.fromEntries(pairs.filter(([key]) => !isWord(key)));
}

/**
 * The description with the index put in place of the old one, or behind everything else. What the old one knows and the
 * new one does not stays: a key result that was left out for a while is found again.
 */
export function writeIndex(description: string, index: Record<Key, number>, project: number): string {
  const pairs = Object.entries({ ...readIndex(description, project), ...index }).sort(([left], [right]) =>
    left < right ? -1 : 1,
  );
  const line = printComment('index', [
    `v=${VERSION}`,
    ...(project === 0 ? [] : [`project=${project}`]),
    ...pairs.map(([key, iid]) => `${key}=${iid}`),
  ]);
  const old = indexOf(description);
  return old
    ? description.slice(0, old.start) + line + description.slice(old.end)
    : `${description.trimEnd()}\n\n${line}`;
}

/** The description without any index. */
export function withoutIndex(description: string): string {
  return commentsOf(description)
    .filter(({ word }) => word === 'index')
    .reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), description);
}

/**
 * The description with a visible list of issues, which GitLab renders with title and state (and hides from those who may
 * not see one). A list that people edited stays.
 */
export function writeReferences(description: string, key: Key, iids: number[], heading = 'Issues'): string {
  const own = issuesKey(key);
  const text = [
    `### ${heading}`,
    '',
    ...[...iids].sort((left, right) => left - right).map((iid) => `- #${iid}+`),
  ].join('\n');
  const block = findBlock(description, own);
  if (block && (isEdited(block) || digest(block.text) === digest(text))) return description;
  if (block) return replaceBlock(description, block, printBlock(own, text));
  return `${description.trimEnd()}\n\n${printBlock(own, text)}`;
}
