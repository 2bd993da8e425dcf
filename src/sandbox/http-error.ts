/** An answer other than success, with GitLab's exact body. */
export class HttpError extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Record<string, string>;
  constructor(status: number, body: unknown, headers: Record<string, string> = {}) {
    super(`${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

const message = (status: number, text: unknown): HttpError => new HttpError(status, { message: text });

// Bodies as `lib/api/helpers.rb` writes them (docs/gitlab.md#errors).
export const unauthorized = (): HttpError => message(401, '401 Unauthorized');
export const forbidden = (): HttpError => message(403, '403 Forbidden');
/** A record that is absent under a parent that is visible: lower-case f. */
export const notFound = (): HttpError => message(404, '404 Not found');
export const notFoundNamed = (what: string): HttpError => message(404, `404 ${what} Not Found`);
/** A route that does not exist: the key is `error`, the f is upper-case. */
export const noRoute = (): HttpError => new HttpError(404, { error: '404 Not Found' });
export const badParam = (text: string): HttpError => new HttpError(400, { error: text });
/** What GitLab itself trips over. */
export const broken = (): HttpError => message(500, '500 Internal Server Error');
export const invalid = (errors: unknown): HttpError => message(400, errors);
export const conflict = (text: string): HttpError => message(409, text);
