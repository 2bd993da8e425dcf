/**
 * Plays a recorded script of questions against the sandbox and prints where it answers otherwise than the GitLab that was recorded.
 *
 *   npm run referee -- [--folder ../shared/real-gitlab] [--tier ultimate] [--list]
 *   npm run record -- URL TOKENS.json > answers.jsonl     (any GitLab, to compare another version)
 *
 * The folder holds `script.mjs` (steps: name, as, method, path, body or form, header, keep) and `answers-TIER.jsonl`. Ids, times and hosts
 * are made alike before anything is compared. Differences that are accepted stand in scripts/referee-accepted.txt, each with its reason.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    folder: { type: 'string', default: '../shared/real-gitlab' },
    tier: { type: 'string', multiple: true },
    list: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
  },
});

/** What a step kept is put in place of its name in braces; alone it keeps its type. */
function filled(value, kept) {
  if (Array.isArray(value)) return value.map((each) => filled(each, kept));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filled(each, kept)]));
  if (typeof value !== 'string') return value;
  const whole = /^\{\{([\w.]+)\}\}$/.exec(value)?.[1];
  if (whole !== undefined) return kept[whole] ?? value;
  return value.replace(/\{\{([\w.]+)\}\}/g, (all, name) => (name in kept ? String(kept[name]) : all));
}

/** GraphQL takes numbers of issues as text. */
const asText = (body) => ({
  ...body,
  variables: Object.fromEntries(
    Object.entries(body.variables ?? {}).map(([name, value]) => [
      name,
      name === 'iid' ? String(value) : name === 'iids' ? value.map(String) : value,
    ]),
  ),
});

async function ask(step, kept, { base, tokens, send }) {
  const { as = 'robot', method = 'GET', header = 'PRIVATE-TOKEN' } = step;
  const path = filled(step.path, kept);
  const isQuery = step.path.startsWith('graphql');
  const token = as === null ? null : (tokens[as] ?? as);
  const headers = token === null ? {} : { [header]: header === 'Authorization' ? `Bearer ${token}` : token };
  let body;
  if (step.form) {
    body = new URLSearchParams(filled(step.form, kept)).toString();
    headers['Content-Type'] = 'application/x-www-form-urlencoded';
  } else if (step.body !== undefined) {
    const given = filled(step.body, kept);
    body = typeof given === 'string' ? given : JSON.stringify(isQuery ? asText(given) : given);
    headers['Content-Type'] = 'application/json';
  }
  const response = await send(
    new Request(`${base}/api/${isQuery ? '' : 'v4/'}${path}`, {
      method,
      headers,
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    }),
  );
  const text = await response.text();
  let answer = text;
  try {
    answer = JSON.parse(text);
  } catch {
    // Not every answer is JSON.
  }
  for (const [name, where] of Object.entries(step.keep ?? {})) {
    const found = where.split('.').reduce((at, part) => at?.[part], answer);
    if (found !== undefined && found !== null) kept[name] = found;
  }
  const told = {};
  for (const name of ['x-total', 'x-total-pages', 'x-page', 'x-per-page', 'x-next-page', 'x-prev-page']) {
    const value = response.headers.get(name);
    if (value !== null) told[name] = value;
  }
  const link = response.headers.get('link');
  if (link) told.link = (link.match(/rel="\w+"/g) ?? []).join(' ');
  return { name: step.name, as, method, path, status: response.status, headers: told, answer };
}

/** Ids, times and hosts look alike; everything else stays. */
function alike(value, key = '') {
  if (Array.isArray(value)) return value.map((each) => alike(each, key));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .sort(([left], [right]) => (left < right ? -1 : 1))
        .map(([name, each]) => [name, alike(each, name)]),
    );
  if (typeof value === 'number') return /(^|_)i?ids?$/i.test(key) ? '<number>' : value;
  if (typeof value !== 'string') return value;
  if (/avatar/.test(key)) return '<avatar>';
  if (key === 'endCursor') return '<cursor>';
  return value
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)/g, '<time>')
    .replace(/https?:\/\/[\w.:-]+/g, '<host>')
    .replace(/([#!&/=]|gid:\S+?\/)\d+/g, '$1<number>');
}

/** Paths at which two values differ, at most a few. */
function differences(left, right, path = '', found = []) {
  if (found.length >= 6 || JSON.stringify(left) === JSON.stringify(right)) return found;
  const isObject = (each) => typeof each === 'object' && each !== null;
  if (!isObject(left) || !isObject(right) || Array.isArray(left) !== Array.isArray(right)) {
    const short = (each) => JSON.stringify(each)?.slice(0, 60) ?? 'absent';
    found.push(`${path || 'answer'}: recorded ${short(left)}, here ${short(right)}`);
    return found;
  }
  for (const key of new Set([...Object.keys(left), ...Object.keys(right)]))
    differences(left[key], right[key], path === '' ? key : `${path}.${key}`, found);
  return found;
}

const { steps } = await import(pathToFileURL(resolve(values.folder, 'script.mjs')).href);

if (values.record) {
  const [base, tokens] = positionals;
  const place = { base, tokens: JSON.parse(readFileSync(tokens, 'utf8')), send: fetch };
  const kept = {};
  for (const step of steps) {
    if (step.wait) await new Promise((done) => setTimeout(done, step.wait));
    process.stdout.write(`${JSON.stringify(await ask(step, kept, place))}\n`);
  }
  process.exit(0);
}

const { createSandbox, refereeState } = await import('./referee-sandbox.mjs');
const accepted = new Map(
  (existsSync('scripts/referee-accepted.txt') ? readFileSync('scripts/referee-accepted.txt', 'utf8') : '')
    .split('\n')
    .filter((line) => line.includes(' | '))
    .map((line) => line.split(' | ')),
);
let unexplained = 0;
for (const tier of values.tier ?? ['ultimate', 'premium', 'free']) {
  const recorded = readFileSync(resolve(values.folder, `answers-${tier}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const { state, tokens } = refereeState(tier);
  // On the recording's own day: some answers are days without a time.
  const day = recorded.find(({ name }) => name === 'user')?.answer.last_activity_on;
  const ahead = day === undefined ? 0 : Date.parse(`${day}T08:00:00Z`) - Date.now();
  const sandbox = createSandbox({ state, clock: () => new Date(Date.now() + ahead) });
  const place = { base: 'http://gitlab.test', tokens, send: (request) => sandbox.fetch(request) };
  const [kept, count] = [{}, { same: 0, status: 0, answer: 0, accepted: 0 }];
  for (const [at, step] of steps.entries()) {
    const here = await ask(step, kept, place);
    const there = recorded[at];
    const {
      'content-type': _type,
      deprecation: _old,
      location: _to,
      'retry-after': _wait,
      ...headers
    } = there.headers;
    const wrong =
      there.status === here.status
        ? differences(
            alike({ headers, answer: there.answer }),
            alike({ headers: here.headers, answer: here.answer }),
          )
        : [`status: recorded ${there.status}, here ${here.status}`];
    const kind =
      wrong.length === 0
        ? 'same'
        : accepted.has(step.name)
          ? 'accepted'
          : there.status === here.status
            ? 'answer'
            : 'status';
    count[kind] += 1;
    if (values.list && (kind === 'status' || kind === 'answer'))
      console.log(`${tier} · ${step.name}\n    ${wrong.join('\n    ')}`);
  }
  unexplained += count.status + count.answer;
  console.log(
    `${tier}: ${count.same} of ${steps.length} steps answer the same, ${count.accepted} differ as accepted, ${count.status} with another status, ${count.answer} in the answer`,
  );
}
process.exitCode = unexplained === 0 ? 0 : 1;
