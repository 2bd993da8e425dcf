/** A stand-in that answers as a recorded GitLab did: what was recorded as made comes alive when it is made again. */
import { existsSync, readFileSync } from 'node:fs';

const FOLDER = '../shared/real-gitlab/conversations';
export const HAS_RECORDING = existsSync(`${FOLDER}/ultimate-1-doctor.jsonl`);

type Row = Record<string, unknown>;
interface Step {
  method: string;
  path: string;
  status: number;
  headers: Record<string, string>;
  body?: string | Row;
  answer: unknown;
}

export const recorded = (name: string): Step[] =>
  readFileSync(`${FOLDER}/${name}.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Step);

/** The path below the API without its question, so that `issues?labels=…` and `issues?iids=…` are one list. */
const placeOf = (path: string): string =>
  decodeURIComponent(path.replace(/^.*?\/api\//, '').replace(/\?.*$/, ''));
/** The kind of a request: numbers do not matter. */
export const kindOf = (method: string, path: string): string =>
  `${method} ${placeOf(path).replace(/\d+/g, 'N')}`;

export interface Sent {
  kind: string;
  body: Row;
}

/** What a body says of a thing, without its texts. */
export function factsOf(body: Row): Row {
  const { description: _text, labels, ...facts } = body;
  return labels === undefined ? facts : { ...facts, labels: String(labels).split(',').sort() };
}

/** Bodies were recorded up to 4,000 characters. */
export const isCut = ({ body }: Step): boolean => typeof body === 'string';

/** A change whose body was cut changed a text. */
export const bodyOf = (step: Step): Row =>
  typeof step.body === 'object'
    ? step.body
    : step.method === 'PUT'
      ? {}
      : { title: (step.answer as Row).title };

export function standIn(steps: Step[]): { sent: Sent[]; fetch: (request: Request) => Promise<Response> } {
  const sent: Sent[] = [];
  const posts = steps.filter(({ method, status }) => method === 'POST' && status === 201);
  /** Ids of what the recording made: these are not there until they are made here. */
  const pending = new Set(posts.map(({ path, answer }) => `${placeOf(path)} ${(answer as Row).id}`));
  const texts = new Map<string, string>();
  const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
    new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/json', ...headers },
    });
  const alive = (place: string, row: Row): Row => {
    const text = texts.get(`${place} ${row.id}`);
    return text === undefined ? row : { ...row, description: text };
  };
  const answer = async (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    const place = placeOf(pathname);
    const raw = request.method === 'GET' ? '' : await request.text();
    const body = (raw === '' ? {} : JSON.parse(raw)) as Row;
    sent.push({ kind: kindOf(request.method, pathname + search), body });
    const here = steps.filter(({ method, path }) => method === request.method && placeOf(path) === place);
    if (request.method === 'POST') {
      const same = here.find((step) => {
        const made = step.answer as Row;
        const key = `${place} ${made.id}`;
        return (
          pending.has(key) &&
          (made.title ?? made.name ?? made.label) === (body.title ?? body.name ?? made.label)
        );
      });
      if (!same) throw new Error(`nothing like it was recorded: POST ${place} ${raw.slice(0, 300)}`);
      const made = same.answer as Row;
      pending.delete(`${place} ${made.id}`);
      if (typeof body.description === 'string')
        texts.set(`${place} ${made.id}`, body.description.replaceAll('\r', '').trimEnd());
      return json(201, alive(place, made));
    }
    const last = here.at(-1);
    if (last === undefined) return json(200, [], { 'x-total': '0', 'x-total-pages': '1', 'x-page': '1' });
    if (!Array.isArray(last.answer)) {
      const list = place.replace(/\/\d+$/, '');
      const row = last.answer as Row;
      if (request.method === 'PUT' && typeof body.description === 'string')
        texts.set(`${list} ${row.id}`, body.description);
      return json(last.status, alive(list, row));
    }
    const rows = (last.answer as Row[])
      .filter(({ id }) => !pending.has(`${place} ${id}`))
      .map((row) => alive(place, row));
    return json(200, rows, { 'x-total': String(rows.length), 'x-total-pages': '1', 'x-page': '1' });
  };
  return { sent, fetch: answer };
}
