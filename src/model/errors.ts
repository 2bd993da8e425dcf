/** Exit codes of every command; docs/reference.md prints this table. */
export const EXIT = {
  done: 0,
  error: 1,
  changes: 2,
  partly: 3,
  access: 4,
  usage: 64,
  temporary: 75,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What went wrong, as a word that programs can rely on. */
export type ErrorCode =
  | 'invalid-input'
  | 'usage'
  | 'not-found'
  | 'not-provisioned'
  | 'access'
  | 'unreachable'
  | 'refused'
  | 'ambiguous'
  | 'unexpected-answer'
  | 'interrupted'
  | 'partly-done';

const EXIT_OF: Record<ErrorCode, ExitCode> = {
  'invalid-input': EXIT.error,
  usage: EXIT.usage,
  'not-found': EXIT.error,
  'not-provisioned': EXIT.error,
  access: EXIT.access,
  unreachable: EXIT.temporary,
  refused: EXIT.error,
  ambiguous: EXIT.temporary,
  'unexpected-answer': EXIT.error,
  interrupted: EXIT.interrupted,
  'partly-done': EXIT.partly,
};

/**
 * A foreseeable failure that stops everything. It is printed as cause, what was not done, and what to do; never
 * with a stack.
 */
export class KickoffError extends Error {
  readonly code: ErrorCode;
  /** What the reader can do about it. */
  readonly hint: string | undefined;
  /** What was left undone, in one sentence. */
  readonly undone: string | undefined;
  override readonly name = 'KickoffError';

  constructor(
    code: ErrorCode,
    message: string,
    { hint, undone, cause }: { hint?: string; undone?: string; cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.hint = hint;
    this.undone = undone;
  }

  get exitCode(): ExitCode {
    return EXIT_OF[this.code];
  }
}

/** One thing wrong in an input file, with its place. */
export interface Problem {
  file: string;
  /** 1-based. */
  line: number;
  /** 1-based. */
  column: number;
  /** The field, for example `interns.0.username`; empty for the file as a whole. */
  path: string;
  message: string;
}

export function formatProblem({ file, line, column, path, message }: Problem): string {
  return `${file}:${line}:${column} ${path === '' ? '' : `${path}: `}${message}`;
}

/** All that is wrong with the input files, at once. */
export class InvalidInput extends KickoffError {
  readonly problems: Problem[];
  constructor(problems: Problem[], hint?: string) {
    super('invalid-input', problems.map(formatProblem).join('\n'), hint === undefined ? {} : { hint });
    this.problems = problems;
  }
}
