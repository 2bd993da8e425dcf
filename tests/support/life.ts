/** A cohort of one in a sandbox of its own, with people who act: for suites that live through weeks. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { issueOf, PROJECT, type Stage, stage } from './stage.ts';

export interface Act {
  day: number;
  hour: number;
  key: string;
  what:
    | { do: 'tick'; boxes: number[]; text: boolean }
    | { do: 'untick'; box: number }
    | { do: 'value'; to: number }
    | { do: 'outcome'; to: string }
    | { do: 'close' | 'reopen' | 'comment' | 'merge' }
    | { do: 'due'; to: number | null }
    | { do: 'skip' | 'add' };
}

export const dayOf = (day: number): string => new Date(Date.UTC(2027, 2, day)).toISOString().slice(0, 10);

const PROGRAM = (late: string, unscored: string): string => `version: 1
key: lives
title: Lives
aim: A program for tests.
weeks: 8
late: ${late}
unscored: ${unscored}
objectives:
  - key: goal
    title: Goal
    key_results:
      - { key: boxes, title: Boxes, weight: 2, due: week 4, measure: { kind: count, target: 6 } }
      - { key: metric, title: Metric, measure: { kind: metric, baseline: 0, target: 10 } }
      - { key: steps, title: Steps, due: week 6, measure: { kind: rubric, steps: [{ name: First, score: 0.3 }, { name: Second, score: 0.6 }, { name: Third, score: 1 }] } }
  - key: other
    title: Other
    weight: 3
    key_results:
      - { key: rounds, title: Rounds, measure: { kind: maintain, checks: 6, at_least: 0.8 } }
      - { key: talk, title: Talk, due: week 3, measure: { kind: done } }
      - { key: merged, title: Merged, measure: { kind: count, target: 3, of: { what: merge-requests } } }
      - { key: all, title: All, measure: { kind: derived, from: key-results, of: [boxes, talk], score: 0.5 } }
`;

const COHORT = (zone: string, overrides: string[]): string => `version: 1
program: ./program.yaml
cohort: spring
title: Spring
first_day: 2027-03-01
time_zone: ${zone}
gitlab: { group: security-team, project: security-team/internship }
people: { manager: maya.torres, mentor: sam.okafor }
interns: [{ username: robin.ito, name: Robin Ito }]
${overrides.length === 0 ? '' : `overrides:\n${overrides.map((each) => `  - ${each}\n`).join('')}`}`;

export class Life {
  readonly on: Stage = stage({ clock: () => new Date('2027-02-26T09:00:00Z') });
  readonly path: string;
  overrides: string[] = [];
  requests = 0;
  readonly zone: string;
  constructor(late: string, unscored: string, zone: string) {
    const folder = mkdtempSync(join(tmpdir(), 'kickoff-life-'));
    this.path = join(folder, 'cohort.yaml');
    this.zone = zone;
    writeFileSync(join(folder, 'program.yaml'), PROGRAM(late, unscored));
    this.save();
  }
  save(): void {
    writeFileSync(this.path, COHORT(this.zone, this.overrides));
  }
  async run(...line: string[]): Promise<string> {
    const [command = '', ...more] = line;
    const run = await this.on.kickoff([command, this.path, ...more]);
    if (run.code !== 0) throw new Error(`${line.join(' ')}: ${run.err}`);
    return run.out;
  }
  async do({ key, what }: Act): Promise<void> {
    const { on } = this;
    if (what.do === 'skip') {
      if (this.overrides.some((each) => each.includes(`key_result: ${key},`))) return;
      this.overrides.push(`{ key_result: ${key}, skip: no room }`);
      this.save();
      return;
    }
    if (what.do === 'add') {
      if (this.overrides.some((each) => each.includes('add:'))) return;
      this.overrides.push(
        '{ add: { key: extra, title: Extra, objective: goal, weight: 2, measure: { kind: done } } }',
      );
      this.save();
      await this.run('provision', '--yes', '--allow', 'many-changes');
      return;
    }
    if (what.do === 'merge') {
      this.requests += 1;
      const { iid } = await on.as('robin.ito', 'POST', `${PROJECT}/merge_requests`, {
        title: `Change ${this.requests}`,
        source_branch: `b${this.requests}`,
        target_branch: 'main',
      });
      await on.as('tomasz.nowak', 'PUT', `${PROJECT}/merge_requests/${iid}/merge`);
      return;
    }
    const issue = issueOf(on.sandbox.state, `spring/robin-ito/kr/${key}`);
    const put = (body: object): Promise<unknown> =>
      on.as('robin.ito', 'PUT', `${PROJECT}/issues/${issue.iid}`, body);
    const text = issue.description ?? '';
    if (what.do === 'close' || what.do === 'reopen') await put({ state_event: what.do });
    else if (what.do === 'comment')
      await on.as('sam.okafor', 'POST', `${PROJECT}/issues/${issue.iid}/notes`, { body: 'How is it going?' });
    else if (what.do === 'due') await put({ due_date: what.to === null ? '' : dayOf(what.to) });
    else await put({ description: changed(text, what) });
  }
}

export function changed(text: string, what: Act['what']): string {
  let at = -1;
  switch (what.do) {
    case 'tick':
      return text
        .replace(/- \[ \]|- \[x\]/g, (box) => {
          at += 1;
          return what.boxes.includes(at) ? '- [x]' : box;
        })
        .concat(what.text ? `\n\nA word more.` : '');
    case 'untick':
      return text.replace(/- \[ \]|- \[x\]/g, (box) => {
        at += 1;
        return at === what.box ? '- [ ]' : box;
      });
    case 'value':
      return text.replace(/- Value:.*/, `- Value: ${what.to}`);
    case 'outcome':
      return text.replace(/- Outcome:.*/, `- Outcome: ${what.to}`);
    default:
      return text;
  }
}
