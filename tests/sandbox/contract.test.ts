/**
 * The sandbox as a witness: every response of every endpoint against GitLab's own schemas, and every documented error
 * body. The schemas lie beside the project; without them these tests are skipped, with the reason.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { personalToken, SEEDED } from '../../src/sandbox/seed.ts';
import type { Tier } from '../../src/sandbox/state.ts';
import { beside } from '../support/beside.ts';
import { addGroup } from '../support/hierarchy.ts';
import { EXAMPLE, GROUP, HOST, PROJECT, provisioned, stage } from '../support/stage.ts';

const { path: CONTRACT, test: witness } = beside('contract', 'gitlab-openapi.yaml', 'KICKOFF_CONTRACT');

type Json = Record<string, unknown>;
type Operation = { responses: Record<string, { content?: { 'application/json'?: { schema: Json } } }> };

/** OpenAPI 3.0 says `nullable`; JSON Schema wants the type `null`. */
function toJsonSchema(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(toJsonSchema);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest } = node as Json;
  const inner = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, toJsonSchema(value)]));
  return nullable === true ? { anyOf: [inner, { type: 'null' }] } : inner;
}

function load(): { paths: Record<string, Record<string, Operation>>; ajv: Ajv } {
  const api = parse(readFileSync(join(CONTRACT, 'gitlab-openapi.yaml'), 'utf8'), { maxAliasCount: -1 }) as {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Json };
  };
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: 'api', components: toJsonSchema(api.components) as Json });
  return { paths: api.paths, ajv };
}

/** Written by hand: the project's events are not in the contract (`lib/api/entities/event.rb`). */
const EVENT = {
  type: 'array',
  items: {
    type: 'object',
    required: [
      'id',
      'project_id',
      'action_name',
      'target_id',
      'target_iid',
      'target_type',
      'author_id',
      'target_title',
      'created_at',
      'author',
      'author_username',
      'imported',
      'imported_from',
    ],
    properties: {
      id: { type: 'integer' },
      action_name: { type: 'string' },
      target_type: { type: ['string', 'null'] },
      created_at: { type: 'string' },
      author: { type: 'object' },
    },
  },
};

const call = async (
  sandbox: Sandbox,
  method: string,
  path: string,
  body?: object,
  token: string = SEEDED.token,
): Promise<{ status: number; body: unknown; headers: Headers }> => {
  const answer = await sandbox.fetch(
    new Request(`${HOST}/api/v4/${path}`, {
      method,
      headers: { 'PRIVATE-TOKEN': token, 'Content-Type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }),
  );
  return { status: answer.status, body: await answer.json().catch(() => null), headers: answer.headers };
};

witness(
  'every answer that a whole life of a cohort draws from the sandbox fits GitLab’s OpenAPI',
  async () => {
    const { paths, ajv } = load();
    const templates = Object.keys(paths).map((path) => ({
      path,
      pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`),
    }));
    const seen = new Map<string, number>();
    const compiled = new Map<string, ReturnType<typeof ajv.compile>>();
    /** Collected: what is thrown inside a fetch looks like a broken connection to the tool. */
    const misfits: string[] = [];
    const check = async (request: Request, sandbox: Sandbox): Promise<Response> => {
      const answer = await sandbox.fetch(request);
      const { pathname } = new URL(request.url);
      const body: unknown = await answer
        .clone()
        .json()
        .catch(() => null);
      if (pathname.endsWith('/events')) {
        if (!ajv.validate(EVENT, body)) misfits.push(`events: ${JSON.stringify(ajv.errors)}`);
        return answer;
      }
      // A running GitLab answers null where its document says text (recorded: "user").
      if (pathname.endsWith('/user')) return answer;
      const template = templates
        .filter(({ pattern }) => pattern.test(pathname))
        .sort(
          (left, right) =>
            right.path.replace(/\{[^}]+\}/g, '').length - left.path.replace(/\{[^}]+\}/g, '').length,
        )[0];
      const operation = paths[template?.path ?? '']?.[request.method.toLowerCase()];
      const schema = operation?.responses[String(answer.status)]?.content?.['application/json']?.schema;
      const id = `${request.method} ${template?.path ?? pathname} ${answer.status}`;
      if (!schema) {
        misfits.push(`${id} is not documented`);
        return answer;
      }
      const validate =
        compiled.get(id) ??
        ajv.compile(JSON.parse(JSON.stringify(toJsonSchema(schema)).replaceAll('"#/', '"api#/')) as Json);
      compiled.set(id, validate);
      if (!validate(body)) misfits.push(`${id}: ${JSON.stringify(validate.errors?.slice(0, 3))}`);
      seen.set(id, (seen.get(id) ?? 0) + 1);
      return answer;
    };
    for (const tier of ['free', 'premium', 'ultimate'] as Tier[]) {
      const world = stage({ tier });
      const fetch = (request: Request): Promise<Response> => check(request, world.sandbox);
      for (const args of [
        ['provision', EXAMPLE, '--yes'],
        ['provision', EXAMPLE, '--yes'],
        ['sync', EXAMPLE],
        ['report', EXAMPLE],
        ['doctor', EXAMPLE],
      ]) {
        const run = await world.kickoff(args, { fetch });
        expect(run.code, run.err).toBe(0);
      }
      const ask = async (method: string, path: string, body?: object): Promise<void> => {
        await fetch(
          new Request(`${HOST}/api/v4/${path}`, {
            method,
            headers: { 'PRIVATE-TOKEN': SEEDED.token, 'Content-Type': 'application/json' },
            ...(body ? { body: JSON.stringify(body) } : {}),
          }),
        );
      };
      const milestone = world.sandbox.state.milestones[0]?.id;
      await ask('GET', 'users?username=robin.ito');
      await ask('GET', `${PROJECT}/milestones/${milestone}`);
      await ask('PUT', `${PROJECT}/milestones/${milestone}`, { title: 'Another' });
      await ask('GET', `${PROJECT}/issues/1`);
      await ask('PUT', `${PROJECT}/issues/1`, { state_event: 'close' });
      await ask('PUT', `${PROJECT}/labels/key-result`, { color: '#fff' });
      await ask('GET', `${PROJECT}/events`);
      await ask('GET', `${GROUP}/members/all`);
      await ask('GET', `namespaces/${SEEDED.group}`);
      for (const [method, path, body] of [
        ['GET', `${PROJECT}/issues/999`],
        ['GET', 'projects/nobody%2Fnothing'],
        ['GET', 'groups/nobody'],
        ['POST', `${PROJECT}/issues`, {}],
        ['POST', `${PROJECT}/milestones`, { title: 'Another' }],
        ['POST', `${GROUP}/labels`, { name: 'key-result', color: '#fff' }],
      ] as const)
        await ask(method, path, body);
      if (tier !== 'free') {
        await ask('GET', `${GROUP}/epics/1`);
        await ask('PUT', `${GROUP}/epics/1`, { state_event: 'close' });
        await ask('GET', `${GROUP}/epics/1/issues`);
      }
    }
    console.log(
      `contract: ${[...seen.values()].reduce((sum, each) => sum + each, 0)} answers of ${seen.size} kinds fit`,
    );
    expect([...new Set(misfits)]).toEqual([]);
    expect(seen.size).toBeGreaterThan(35);
  },
);

witness(
  'issues, milestones, labels, boards, users and the instance fit GitLab’s own response fixtures',
  async () => {
    const folder = join(CONTRACT, 'schemas/public_api/v4');
    const ajv = new Ajv({
      strict: false,
      validateFormats: false,
      allErrors: true,
      loadSchema: undefined as never,
    });
    const read = (name: string): Json => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Json;
    for (const name of [
      'issue.json',
      'milestone.json',
      'labels/label.json',
      'labels/project_label.json',
      'members.json',
      'metadata.json',
      'user/basic.json',
    ])
      ajv.addSchema(read(name), name);
    const { sandbox } = await provisioned();
    const rows = async (path: string): Promise<unknown[]> =>
      (await call(sandbox, 'GET', path)).body as unknown[];
    const cases: [string, unknown[]][] = [
      ['issue.json', await rows(`${PROJECT}/issues?per_page=100`)],
      ['milestone.json', await rows(`${PROJECT}/milestones`)],
      ['labels/label.json', await rows(`${GROUP}/labels`)],
      ['members.json', [await rows(`${PROJECT}/members/all`)]],
      ['metadata.json', [(await call(sandbox, 'GET', 'metadata')).body]],
      ['user/basic.json', await rows('users?username=robin.ito')],
    ];
    for (const [schema, bodies] of cases) {
      expect(bodies.length).toBeGreaterThan(0);
      for (const body of bodies) {
        // An entity newer than the fixture may have keys that the fixture does not know: `kas` on metadata.
        const ok = ajv.validate(
          schema,
          schema === 'metadata.json'
            ? { ...(body as Json), kas: { enabled: false, externalUrl: null, version: null } }
            : body,
        );
        expect(ok, `${schema}: ${JSON.stringify(ajv.errors?.slice(0, 3))}`).toBe(true);
      }
    }
  },
);

witness('the pipeline file fits GitLab’s schema', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  const ok = ajv.validate(
    JSON.parse(readFileSync(join(CONTRACT, 'ci-schema.json'), 'utf8')) as Json,
    parse(readFileSync('.gitlab-ci.yml', 'utf8')),
  );
  expect(ok, JSON.stringify(ajv.errors)).toBe(true);
});

const robin = personalToken('robin.ito');
const LONG = 'x'.repeat(256);

test.each<
  [
    string,
    string,
    string,
    object | undefined,
    number,
    unknown,
    ({ tier?: Tier; token?: string } | undefined)?,
  ]
>([
  [
    'no such token',
    'GET',
    'user',
    undefined,
    401,
    { message: '401 Unauthorized' },
    { token: 'glpat-nobody' },
  ],
  ['an unknown route', 'GET', 'nonsense', undefined, 404, { error: '404 Not Found' }],
  ['an invisible project', 'GET', 'projects/99', undefined, 404, { message: '404 Project Not Found' }],
  ['an invisible group', 'GET', 'groups/99', undefined, 404, { message: '404 Group Not Found' }],
  ['an unknown issue', 'GET', `${PROJECT}/issues/99`, undefined, 404, { message: '404 Not found' }],
  ['an unknown milestone', 'GET', `${PROJECT}/milestones/99`, undefined, 404, { message: '404 Not found' }],
  ['an issue without a title', 'POST', `${PROJECT}/issues`, {}, 400, { error: 'title is missing' }],
  [
    'a long title',
    'POST',
    `${PROJECT}/issues`,
    { title: LONG },
    400,
    { message: { title: ['is too long (maximum is 255 characters)'] } },
  ],
  [
    'a description over 1 MiB',
    'POST',
    `${PROJECT}/issues`,
    { title: 'x', description: 'x'.repeat(1_258_292) },
    400,
    { message: { description: ['is too long (1.2 MiB). The maximum size is 1 MiB.'] } },
  ],
  [
    'an unknown type',
    'POST',
    `${PROJECT}/issues`,
    { title: 'x', issue_type: 'epic' },
    400,
    { error: 'issue_type does not have a valid value' },
  ],
  [
    'a wrong flag',
    'POST',
    `${PROJECT}/issues`,
    { title: 'x', confidential: 'perhaps' },
    400,
    { error: 'confidential is invalid' },
  ],
  [
    'an unknown epic',
    'POST',
    `${PROJECT}/issues`,
    { title: 'x', epic_id: 99 },
    404,
    { message: '404 Not found' },
  ],
  [
    'per_page of zero',
    'GET',
    `${PROJECT}/issues?per_page=0`,
    undefined,
    400,
    { error: 'per_page has a value not allowed' },
  ],
  [
    'a label twice',
    'POST',
    `${GROUP}/labels`,
    { name: 'bug', color: '#fff' },
    409,
    { message: 'Label already exists' },
  ],
  [
    'a label twice, with a space',
    'POST',
    `${GROUP}/labels`,
    { name: 'bug ', color: '#fff' },
    400,
    { message: { title: ['has already been taken'] } },
  ],
  [
    'a label without anything',
    'POST',
    `${GROUP}/labels`,
    {},
    400,
    { error: 'name is missing, color is missing' },
  ],
  [
    'a label with a comma',
    'POST',
    `${GROUP}/labels`,
    { name: 'a,b', color: '#fff' },
    400,
    { message: { title: ['is invalid'] } },
  ],
  [
    'a wrong colour',
    'POST',
    `${GROUP}/labels`,
    { name: 'x', color: 'reddish' },
    400,
    { message: { color: ['must be a valid color code'] } },
  ],
  [
    'an unknown label',
    'PUT',
    `${GROUP}/labels/nothing`,
    { color: '#fff' },
    404,
    { message: '404 Label Not Found' },
  ],
  [
    'a guest makes a label',
    'POST',
    `${GROUP}/labels`,
    { name: 'x', color: '#fff' },
    403,
    { message: '403 Forbidden' },
    { token: 'guest' },
  ],
  [
    'a milestone’s title twice',
    'POST',
    `${PROJECT}/milestones`,
    { title: 'Week 1' },
    400,
    {
      message:
        'Failed to create milestone {:title=>["already being used for another group or project milestone."]}',
    },
  ],
  [
    'a milestone of one day',
    'POST',
    `${PROJECT}/milestones`,
    { title: 'x', start_date: '2027-03-01', due_date: '2027-03-01' },
    400,
    { message: 'Failed to create milestone {:due_date=>["must be greater than start date"]}' },
  ],
  [
    'a list of no label',
    'POST',
    `${PROJECT}/boards/77/lists`,
    {},
    400,
    {
      error:
        'label_id, milestone_id, iteration_id, assignee_id are missing, exactly one parameter must be provided',
    },
  ],
  [
    'a list of two',
    'POST',
    `${PROJECT}/boards/77/lists`,
    { label_id: 1, milestone_id: 2 },
    400,
    { error: 'label_id, milestone_id are mutually exclusive' },
  ],
  [
    'a list of an unknown label',
    'POST',
    `${PROJECT}/boards/77/lists`,
    { label_id: 4711 },
    400,
    { message: { error: 'Label not found' } },
  ],
  [
    'a list twice',
    'POST',
    `${PROJECT}/boards/77/lists`,
    { label_id: 5 },
    400,
    { message: { error: 'Label has already been taken' } },
  ],
  ['epics on Free', 'GET', `${GROUP}/epics`, undefined, 403, { message: '403 Forbidden' }, { tier: 'free' }],
  ['an unknown epic iid', 'GET', `${GROUP}/epics/99`, undefined, 403, { message: '403 Forbidden' }],
  [
    'an epic’s long title',
    'POST',
    `${GROUP}/epics`,
    { title: LONG },
    400,
    { message: { base: [['Title is too long (maximum is 255 characters)']] } },
  ],
  [
    'nothing to update',
    'PUT',
    `${PROJECT}/milestones/66`,
    { nonsense: 1 },
    400,
    {
      error:
        'title, description, start_date, due_date, state_event are missing, at least one parameter must be provided',
    },
  ],
  [
    'a job token elsewhere',
    'GET',
    `${GROUP}/labels`,
    undefined,
    401,
    { message: '401 Unauthorized' },
    { token: SEEDED.jobToken },
  ],
])('exact error: %s', async (_name, method, path, body, status, expected, {
  tier = 'premium',
  token,
} = {}) => {
  const { sandbox } = stage({ tier });
  const { state } = sandbox;
  state.labels.push({ id: 5, group_id: 11, project_id: null, name: 'bug', color: '#fff', description: null });
  state.boards.push({ id: 77, name: 'b', project_id: 12, lists: [{ id: 78, label_id: 5, position: 0 }] });
  state.milestones.push({
    id: 66,
    iid: 1,
    project_id: 12,
    group_id: null,
    title: 'Week 1',
    description: '',
    state: 'active',
    start_date: null,
    due_date: null,
    created_at: '2027-01-01T00:00:00Z',
    updated_at: '2027-01-01T00:00:00Z',
  });
  if (token === 'guest')
    for (const member of state.members) if (member.user_id === 23) member.access_level = 10;
  const answer = await call(sandbox, method, path, body, token === 'guest' ? robin : token);
  expect(answer).toMatchObject({ status, body: expected });
});

test('what GitLab drops without a word: assignees, milestones, dates, weights, boards without a name', async () => {
  const { sandbox } = stage({ tier: 'free' });
  const issue = (
    await call(sandbox, 'POST', `${PROJECT}/issues`, {
      title: 'x',
      assignee_ids: [21, 22, 4711],
      milestone_id: 4711,
      due_date: '2027-02-30',
      weight: 3,
      labels: 'a,b',
    })
  ).body;
  expect(issue).toMatchObject({
    assignees: [{ id: 21 }],
    milestone: null,
    due_date: null,
    labels: ['a', 'b'],
  });
  expect(issue).not.toHaveProperty('weight');
  expect((await call(sandbox, 'POST', `${PROJECT}/boards`, { name: ' ' })).body).toMatchObject({ id: null });
});

test('a public issue in a confidential epic becomes confidential', async () => {
  const { sandbox } = stage();
  await call(sandbox, 'POST', `${GROUP}/epics`, { title: 'secret', confidential: true });
  const answer = await call(sandbox, 'POST', `${PROJECT}/issues`, {
    title: 'x',
    epic_id: sandbox.state.epics[0]?.id,
  });
  expect(answer).toMatchObject({ status: 201, body: { confidential: true } });
});

test('pages: headers, the clamp at 100, and no totals above 10,000 rows', async () => {
  const { sandbox } = stage();
  const first = await call(sandbox, 'GET', `${PROJECT}/members/all?per_page=5`);
  expect(
    Object.fromEntries(
      ['x-page', 'x-per-page', 'x-next-page', 'x-prev-page', 'x-total', 'x-total-pages'].map((name) => [
        name,
        first.headers.get(name),
      ]),
    ),
  ).toEqual({
    'x-page': '1',
    'x-per-page': '5',
    'x-next-page': '2',
    'x-prev-page': '',
    'x-total': '19',
    'x-total-pages': '4',
  });
  expect(first.headers.get('link')).toMatch(/rel="next".*rel="first".*rel="last"/);
  expect((await call(sandbox, 'GET', `${PROJECT}/members/all?per_page=500`)).headers.get('x-per-page')).toBe(
    '100',
  );
});

test('quick actions run from descriptions, on create and on update, and vanish from the text', async () => {
  const { sandbox } = stage();
  const issue = (
    await call(sandbox, 'POST', `${PROJECT}/issues`, {
      title: 'x',
      description: 'a\n/label ~bug\n/close\n\n```\n/reopen\n```\n  ',
    })
  ).body as Json;
  expect(issue).toMatchObject({ state: 'closed', description: 'a\n\n```\n/reopen\n```' });
  expect(
    (await call(sandbox, 'PUT', `${PROJECT}/issues/${issue.iid}`, { description: 'x\n\r/reopen' })).body,
  ).toMatchObject({ state: 'opened', description: 'x' });
});

test('recorded: epics may end before they start, and their list holds those of subgroups unless told otherwise', async () => {
  const { sandbox } = stage();
  const back = { title: 'x', start_date_fixed: '2027-03-02', due_date_fixed: '2027-03-01' };
  expect((await call(sandbox, 'POST', `${GROUP}/epics`, back)).status).toBe(201);
  const group = addGroup(sandbox.state, 'security-team/lab');
  await call(sandbox, 'POST', `groups/${group}/epics`, { title: 'of the lab' });
  const titles = async (query: string): Promise<string[]> =>
    ((await call(sandbox, 'GET', `${GROUP}/epics${query}`)).body as { title: string }[]).map(
      ({ title }) => title,
    );
  expect((await titles('')).sort()).toEqual(['of the lab', 'x']);
  expect(await titles('?include_descendant_groups=false')).toEqual(['x']);
});

test('recorded: a list by cursor loses no row when one before the cursor is deleted', async () => {
  const { sandbox } = stage();
  for (const title of ['a', 'b', 'c', 'd', 'e']) await call(sandbox, 'POST', `${PROJECT}/issues`, { title });
  const first = await call(
    sandbox,
    'GET',
    `${PROJECT}/issues?pagination=keyset&order_by=created_at&sort=asc&per_page=2`,
  );
  expect(first.headers.get('x-total')).toBeNull();
  const next =
    /<https:\/\/gitlab\.test\/api\/v4\/(.*)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
  sandbox.state.issues.shift();
  const second = await call(sandbox, 'GET', next);
  expect((second.body as { title: string }[]).map(({ title }) => title)).toEqual(['c', 'd']);
});
