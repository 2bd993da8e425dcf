/** Everything a command may touch of the world outside, so that tests can run a command whole. */
import { randomUUID } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readText } from '../library/files.ts';
import { InvalidInput, KickoffError } from '../model/errors.ts';

export interface Io {
  env: Record<string, string | undefined>;
  cwd: string;
  out(text: string): void;
  err(text: string): void;
  /** Standard error is a terminal: progress may redraw one line. */
  errIsTerminal: boolean;
  outIsTerminal: boolean;
  columns: number;
  /** Asks on the terminal; null when nobody can answer. */
  ask: ((question: string) => Promise<string>) | null;
  /** Another way for requests to leave than Node's own http, for tests. */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
  wait: (milliseconds: number) => Promise<void>;
  /** The machine's time, milliseconds since 1970; compared with the server's and used for nothing else. */
  time: () => number;
  /** Milliseconds from any start. */
  clock: () => number;
  signal: AbortSignal;
}

/** Makes sure that files can be written into a folder, before any work whose result would be lost. */
export function prepareFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    throw new KickoffError('usage', `Nothing can be written into ${path} (${code}).`, {
      undone: 'Nothing was asked of GitLab.',
      hint: 'Name another folder.',
    });
  }
}

/** Bytes; many times the longest handbook page. */
export const MOST_PAGE = 5_000_000;

/** A page of people: nothing of it may be lost in decoding. Null when there is none. */
export function readPage(path: string, most: number): string | null {
  const lenient = readText(path, most);
  if (lenient === null || !lenient.includes('\ufffd')) return lenient;
  const bytes = readFileSync(path);
  if (bytes.equals(Buffer.from(lenient))) return lenient;
  const before = lenient.slice(0, lenient.indexOf('\ufffd')).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  throw new InvalidInput([
    { file: path, line: before.length, column, path: '', message: 'is not UTF-8 text; save it as UTF-8' },
  ]);
}

/**
 * Whole or not at all: written beside the target, then renamed over it. A link is followed, rights stay as they are, and what is
 * no file (`/dev/stdout`, a pipe) is written into. `mode` is for a file that is new, under the umask.
 */
export function writeAtomically(path: string, text: string, mode = 0o666): void {
  let temporary: string | null = null;
  try {
    mkdirSync(dirname(resolve(path)), { recursive: true });
    const target = targetOf(resolve(path));
    const there = statSync(target, { throwIfNoEntry: false });
    if (there?.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
    if (there) accessSync(target, constants.W_OK);
    if (there && !there.isFile()) {
      writeFileSync(target, text);
      return;
    }
    temporary = join(dirname(target), `.kickoff-${randomUUID()}.tmp`);
    writeFileSync(temporary, text, { flag: 'wx', mode });
    if (there) chmodSync(temporary, there.mode & 0o7777);
    renameSync(temporary, target);
  } catch (error) {
    if (temporary !== null) rmSync(temporary, { force: true });
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw new KickoffError('usage', `${path} cannot be written (${error.code}).`, {
      hint: 'Name another file, or look at its folder and its rights.',
    });
  }
}

/** Where a path leads in the end, also when nothing is there yet. */
function targetOf(path: string): string {
  let at = path;
  for (let links = 0; lstatSync(at, { throwIfNoEntry: false })?.isSymbolicLink(); links += 1) {
    if (links > 40) throw Object.assign(new Error('a circle of links'), { code: 'ELOOP' });
    at = resolve(dirname(at), readlinkSync(at));
  }
  return at;
}

/** Whether two paths are one file, whatever links lead there. */
export function isSameFile(left: string, right: string): boolean {
  if (resolve(left) === resolve(right)) return true;
  try {
    return realpathSync(left) === realpathSync(right);
  } catch {
    // One of them is not there, so it is not the other.
    return false;
  }
}
