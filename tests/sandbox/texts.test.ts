/** Texts that a running GitLab was given, and what it made of them: the sandbox makes the same. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { beside } from '../support/beside.ts';
import { PROJECT, stage } from '../support/stage.ts';

const { path, test: recorded } = beside('real-gitlab', 'texts.jsonl', 'KICKOFF_REAL_GITLAB');
interface Text {
  name: string;
  sent: string;
  status: number;
  description: string | null;
  state: string;
  labels: string[];
  due_date: string | null;
  confidential: boolean;
  tasks: object;
}
const FILE = join(path, 'texts.jsonl');
const TEXTS: Text[] = existsSync(FILE)
  ? readFileSync(FILE, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Text)
  : [];

recorded('there are texts to be compared', () => {
  expect(TEXTS.length).toBeGreaterThan(20);
});

for (const text of TEXTS)
  test(`a text as GitLab keeps it: ${text.name}`, async () => {
    const { sandbox } = stage({ tier: 'ultimate', clock: () => new Date('2026-11-25T14:00:00Z') });
    const token = sandbox.state.tokens.find(
      ({ job_project_id, scopes }) => !job_project_id && scopes.includes('api'),
    );
    const answer = await sandbox.fetch(
      new Request(`https://gitlab.test/api/v4/${PROJECT}/issues`, {
        method: 'POST',
        headers: { 'PRIVATE-TOKEN': token?.value ?? '', 'Content-Type': 'application/json' },
        body: JSON.stringify({ title: text.name, description: text.sent }),
      }),
    );
    const made = (await answer.json()) as Record<string, unknown>;
    expect(answer.status, JSON.stringify(made)).toBe(text.status);
    if (text.status !== 201) return;
    expect({
      description: made.description,
      state: made.state,
      due_date: made.due_date,
      confidential: made.confidential,
      tasks: made.task_completion_status,
    }).toEqual({
      description: text.description,
      state: text.state,
      due_date: text.due_date,
      confidential: text.confidential,
      tasks: text.tasks,
    });
  });
