/** The page in a real browser: wide, narrow, dark, on paper, without scripts, and for a screen reader. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHROMIUM, FLAGS } from '../support/browser.ts';
import { act, close, internship, line, tick } from '../support/people.ts';
import { EXAMPLE, file, provisioned, stage, TWO_INTERNS } from '../support/stage.ts';

if (CHROMIUM === null) console.log('skipped: no Chromium here; install one, or set KICKOFF_CHROMIUM');
const browsed = test.skipIf(CHROMIUM === null);

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'kickoff-pages-'));
const LONG = 'An-evidence-without-any-space-'.repeat(12);
let browser: Browser;

beforeAll(async () => {
  if (CHROMIUM === null) return;
  const one = await provisioned();
  await internship(one, 5);
  await act(one, 'coffee-chats', (text) =>
    line('Evidence', `${LONG} https://example.test/${LONG}`)(line('Confidence', 'low')(text)),
  );
  await act(one, 'secret-scanning-proof', (text) => text, close);
  const two = await provisioned({}, TWO_INTERNS);
  two.moveClock('2027-10-02T01:00:00Z');
  const fresh = await provisioned();
  const print = async (name: string, world: typeof one, args: string[]): Promise<void> => {
    const run = await world.kickoff(['report', ...args]);
    expect(run.code).toBe(0);
    writeFileSync(join(folder, `${name}.html`), run.out);
  };
  await print('one', one, [EXAMPLE, '--html', '--show-confidential']);
  await print('two', two, [TWO_INTERNS, '--html']);
  const four = stage({ clock: () => new Date('2028-01-03T09:00:00Z') });
  const cohort = file('cohort.yaml', readFileSync('config/cohort-of-four.example.yaml', 'utf8'));
  for (const args of [
    ['rotations', cohort, 'solve', '--write'],
    ['provision', cohort, '--yes'],
  ])
    expect((await four.kickoff(args)).code).toBe(0);
  four.moveClock('2028-02-02T09:00:00Z');
  await print('four', four, [cohort, '--html']);
  await print('fresh', fresh, [EXAMPLE, '--html']);
  await print('past', one, [EXAMPLE, '--html', '--at', '2027-03-12']);
  await print('intern', one, [EXAMPLE, '--html', '--for', 'robin.ito']);
  await print('mentor', one, [EXAMPLE, '--html', '--for', 'sam.okafor']);
  await act(one, 'coffee-chats', tick(1));
  browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}, 60_000);

afterAll(async () => browser?.close());

const PAGES = ['one', 'two', 'four', 'fresh', 'past', 'intern', 'mentor'];
const LOOKS: [string, BrowserContextOptions][] = [
  ['wide', { viewport: { width: 1280, height: 900 } }],
  ['narrow', { viewport: { width: 390, height: 800 } }],
  ['dark', { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' }],
  ['narrow and dark', { viewport: { width: 320, height: 600 }, colorScheme: 'dark' }],
];

for (const name of PAGES) {
  browsed.each(LOOKS)(
    `the page "${name}", %s: nothing sticks out, axe finds nothing, no request leaves`,
    async (look, options) => {
      const context = await browser.newContext({ ...options, bypassCSP: true });
      const page = await context.newPage();
      const requests: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      const errors: string[] = [];
      page.on('console', (message) => errors.push(message.text()));
      const url = pathToFileURL(join(folder, `${name}.html`)).href;
      await page.goto(url);
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect(width).toBeLessThanOrEqual(options.viewport?.width ?? 0);
      // Interns side by side are seen whole, without a bar to push.
      const cut = await page.evaluate(
        "[...document.querySelectorAll('.overview .scroll')].map((each) => each.scrollWidth - each.clientWidth)",
      );
      expect(cut).toEqual(['two', 'four'].includes(name) ? [0] : []);
      await page.evaluate(AXE);
      // The folded parts too: what is opened must be as good.
      await page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })");
      const found = (await page.evaluate('axe.run(document)')) as {
        violations: { id: string; nodes: { html: string }[] }[];
        passes: unknown[];
      };
      expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      expect(found.passes.length).toBeGreaterThan(10);
      expect(requests.filter((each) => !each.startsWith('data:'))).toEqual([url]);
      expect(errors).toEqual([]);
      expect(
        (await page.screenshot({ path: join(folder, `${name}-${look}.png`), fullPage: true })).length,
      ).toBeGreaterThan(10_000);
      await context.close();
    },
  );
}

browsed('without scripts it is all there', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(pathToFileURL(join(folder, 'one.html')).href);
  expect(await page.getByRole('img', { name: /^Burn-up of Robin Ito: on 2027-04-03/ }).count()).toBe(1);
  await page.getByText('Why', { exact: true }).first().click();
  expect(
    (await page.getByText('Rule').count()) + (await page.getByText('count of ticks').count()),
  ).toBeGreaterThan(0);
  await context.close();
});

browsed(
  'on paper one intern takes one or two pages, and two interns begin on pages of their own',
  async () => {
    const pages = async (name: string): Promise<number> => {
      const page = await browser.newPage();
      await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
      const pdf = await page.pdf({ preferCSSPageSize: true });
      await page.close();
      return pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    };
    expect(await pages('one')).toBeLessThanOrEqual(2);
    expect(await pages('fresh')).toBeLessThanOrEqual(2);
    const both = await pages('two');
    expect([2, 3, 4, 5]).toContain(both);
  },
);

browsed('a screen reader hears the score, the state and the way to each issue', async () => {
  const page = await browser.newPage();
  await page.goto(pathToFileURL(join(folder, 'one.html')).href);
  expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Security Internship · Spring 2027');
  expect(await page.getByRole('img', { name: /^score 0\.\d\d, expected 0\.28$/ }).count()).toBeGreaterThan(0);
  expect(await page.getByRole('link', { name: /coffee chats/ }).count()).toBeGreaterThan(0);
  await page.close();
});
