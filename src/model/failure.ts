/** How a request to GitLab can fail: a word that the port and everything above it share. */

export type FailureKind =
  /** 401 */
  | 'unauthorized'
  /** 403 because the token's scope is too small */
  | 'scope'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  /** 400 or 422: GitLab understood and refused */
  | 'invalid'
  /** 429: GitLab says that it did not look */
  | 'rate-limited'
  | 'redirected'
  /** The other side speaks no TLS, or its certificate is not trusted; nothing was sent. */
  | 'untrusted'
  /** Nobody answered at all, and nothing was sent. */
  | 'unreachable'
  /** 5xx, a hang-up, a time-out, HTML or half a JSON: the work may have been done or not. */
  | 'ambiguous';

/** A failed request. It never holds the request itself, whose headers carry the token. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly kind: FailureKind;
  readonly method: string;
  /** Path below `/api/v4/`. */
  readonly path: string;
  readonly status: number | null;
  /** GitLab's own words, flattened. They are localised: shown, never matched on (docs/gitlab.md#errors). */
  readonly text: string;
  /** Seconds after which GitLab invites us back, when it said so. */
  readonly retryAfter: number | null;

  constructor(
    kind: FailureKind,
    at: { method: string; path: string; status?: number; text?: string; retryAfter?: number | null },
  ) {
    super(`${at.method} ${at.path}: ${at.status ?? kind}${at.text ? ` ${at.text}` : ''}`);
    this.kind = kind;
    this.method = at.method;
    this.path = at.path;
    this.status = at.status ?? null;
    this.text = at.text ?? '';
    this.retryAfter = at.retryAfter ?? null;
  }
}

const PASSING: readonly FailureKind[] = ['conflict', 'rate-limited', 'unreachable', 'ambiguous'];

/** It may go away by itself: the same run, later, may do. */
export const isPassing = ({ kind }: Failure): boolean => PASSING.includes(kind);
