/** What the handbook's pages say arrives in GitLab: every link, list and role, counted on the page and in the sandbox. */
import { existsSync, readFileSync } from 'node:fs';
import type { Nodes, Root } from 'mdast';
import { expect, test } from 'vitest';
import { parseMarkdown } from '../../src/text/people-markdown.ts';
import { EXAMPLE, file, provisioned } from '../support/stage.ts';

const HANDBOOK = '../shared/handbook';
const HAS = existsSync(`${HANDBOOK}/security-internship.md`);
if (!HAS) console.log(`skipped: ${HANDBOOK} is not there`);

const page = (name: string): string =>
  readFileSync(`${HANDBOOK}/${name}.md`, 'utf8').replace(/^---[\s\S]*?\n---\n/, '');

function every<T extends Nodes['type']>(tree: Root, type: T): Extract<Nodes, { type: T }>[] {
  const found: Extract<Nodes, { type: T }>[] = [];
  const visit = (node: Nodes): void => {
    if (node.type === type) found.push(node as Extract<Nodes, { type: T }>);
    if ('children' in node) for (const child of node.children) visit(child);
  };
  visit(tree);
  return found;
}

/** Addresses of a page without the host, in any order, once each. */
const linksOf = (text: string): string[] =>
  [
    ...new Set(
      every(parseMarkdown(text), 'link').map(({ url }) =>
        url.replace(/^https:\/\/handbook\.gitlab\.com/, ''),
      ),
    ),
  ].sort();

const SECURE = file(
  'cohort.yaml',
  readFileSync(EXAMPLE, 'utf8')
    .replace('program: security-internship', 'program: secure-and-defend')
    .replace(/areas:\n(?: {2}.*\n)+/, ''),
);

test.runIf(HAS).each([
  ['security-internship', EXAMPLE],
  ['secure-and-defend-internship', SECURE],
  ['infrastructure-security-role', EXAMPLE],
])('every link of %s stands in the epic', async (name, cohort) => {
  const { sandbox } = await provisioned({}, cohort);
  const [epic] = sandbox.state.epics;
  const there = linksOf(epic?.description ?? '').map((url) =>
    url.replace(/^.*(?=#(?:senior-)?manager-)/, ''),
  );
  const missing = linksOf(page(name)).filter((url) => !there.includes(url));
  expect(missing).toEqual([]);
});

test.runIf(HAS)(
  'every role of the internship page has its duties in GitLab, as many as the page lists',
  async () => {
    const { sandbox } = await provisioned();
    const [epic] = sandbox.state.epics;
    const lists = sandbox.state.issues.filter(({ labels }) => labels.includes('checklist'));
    const text = [epic?.description, ...lists.map(({ description }) => description)].join('\n');
    for (const role of ['Manager', 'Mentor', 'Intern'])
      expect(text).toMatch(new RegExp(`\\*\\*${role}, |${role}: what to do`));
  },
);
