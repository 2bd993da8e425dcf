/** What people do to the key results of Robin, through the API. */
import type { InternCard, KeyResultCard, Scorecard } from '../../src/scorecard/scorecard.ts';
import { EXAMPLE, issueOf, PROJECT, type Stage } from './stage.ts';

export const KR = 'spring-2027/robin-ito/kr';

export const tick =
  (count: number) =>
  (text: string): string => {
    let left = count;
    return text.replace(/- \[ \]/g, (box) => (left-- > 0 ? '- [x]' : box));
  };

export const line =
  (name: string, value: string) =>
  (text: string): string =>
    text.replace(`- ${name}:`, () => `- ${name}: ${value}`);

export const same = (text: string): string => text;
export const close = { state_event: 'close' };
export const reopen = { state_event: 'reopen' };

export async function act(
  { sandbox, as }: Stage,
  key: string,
  change: (text: string) => string,
  more: object = {},
  who = 'robin.ito',
): Promise<void> {
  const issue = issueOf(sandbox.state, `${KR}/${key}`);
  await as(who, 'PUT', `${PROJECT}/issues/${issue.iid}`, {
    description: change(issue.description ?? ''),
    ...more,
  });
}

export async function cardOf(world: Stage, args: string[] = [], cohort = EXAMPLE): Promise<Scorecard> {
  const run = await world.kickoff(['report', cohort, '--json', '--show-confidential', ...args]);
  if (run.code !== 0) throw new Error(run.err);
  return JSON.parse(run.out) as Scorecard;
}

export async function internOf(world: Stage, args: string[] = [], cohort = EXAMPLE): Promise<InternCard> {
  const intern = (await cardOf(world, args, cohort)).interns[0];
  if (!intern) throw new Error('nobody is scored');
  return intern;
}

export function resultOf(intern: InternCard, key: string): KeyResultCard {
  const found = [...intern.objectives, ...intern.areas]
    .flatMap(({ keyResults }) => keyResults)
    .find((each) => each.key === key);
  if (!found) throw new Error(`no key result ${key}`);
  return found;
}

export const codes = (intern: InternCard): string[] => intern.remarks.map(({ code }) => code);

/** The eight weeks of scores-by-hand.md, up to a week; the clock ends on the Saturday after it. */
export async function internship(world: Stage, until: number): Promise<void> {
  const at = (time: string): void => world.moveClock(time);
  if (until >= 2) {
    at('2027-03-12T14:00:00Z');
    await act(world, 'appsec-pings', tick(5), close);
    await act(world, 'triage-reports', tick(4));
    await act(world, 'week-with-each-team', tick(1));
    await act(world, 'coffee-chats', tick(3));
  }
  if (until >= 5) {
    at('2027-03-26T14:00:00Z');
    await act(world, 'detection-rules', tick(5), close);
    await act(world, 'shadow-incident', tick(1), close);
    at('2027-04-01T14:00:00Z');
    await act(world, 'blog-post', line('Evidence', 'https://example.test/post'), close);
    await act(world, 'ci-abuse-detection', same, close);
    await act(world, 'week-with-each-team', tick(2));
    await act(world, 'coffee-chats', tick(4));
  }
  if (until >= 8) {
    at('2027-04-09T14:00:00Z');
    await act(world, 'control-test', tick(1), close);
    await act(world, 'sales-call', line('Outcome', "won't do: no call"), close);
    at('2027-04-23T14:00:00Z');
    await act(world, 'secret-scanning-approach', same, close);
    await act(world, 'secret-scanning-proof', same, close);
    await act(world, 'technical-project', same, close);
    await act(world, 'week-with-each-team', tick(3));
    await act(world, 'coffee-chats', tick(2));
  }
  if (until >= 12) {
    at('2027-04-30T14:00:00Z');
    await act(world, 'coffee-chats', tick(1), close);
  }
  at(
    {
      0: '2027-02-27T01:00:00Z',
      2: '2027-03-13T01:00:00Z',
      5: '2027-04-03T01:00:00Z',
      8: '2027-04-24T01:00:00Z',
    }[until] ?? '2027-05-22T01:00:00Z',
  );
}
