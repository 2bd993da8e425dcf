import { type AddCommand, examples, MORE, portNumber, tierOf, wholeNumber } from '../flags.ts';

export const addSandbox: AddCommand = (program, context) =>
  program
    .command('sandbox')
    .helpGroup(MORE)
    .description('serve a small GitLab on this machine, to try everything without one')
    .option('--port <number>', 'port on 127.0.0.1; 0 takes a free one', portNumber, 0)
    .option('--tier <tier>', 'free, premium or ultimate', 'premium')
    .option('--data <file>', 'keep the state in this file')
    .option('--clock <time>', 'what time it is there, for example 2027-03-01')
    .option('--json', 'print one line of JSON when it listens')
    .option(
      '--fault <rule>',
      'go wrong: 502:after:POST:issues@3, hangup%10, late::POST, cut, html, 429=7; may be repeated',
      (rule: string, all: string[]) => [...all, rule],
      [] as string[],
    )
    .option('--latency <ms>', 'milliseconds that a request is under way', wholeNumber)
    .option(
      '--work <ms>',
      'milliseconds that the server works on an issue with everything; other writes less, and what queues queues',
      wholeNumber,
    )
    .option('--rate <limit>', 'a rate limit: 20/s, 200/min, 200/min:creations, 20/s:bare')
    .option('--seed <number>', 'of what is left to chance', wholeNumber)
    .addHelpText(
      'after',
      examples(
        'kickoff sandbox',
        'kickoff sandbox --port 8080 --tier free --data sandbox.json',
        'kickoff sandbox --fault 502:after:POST%10 --latency 80',
      ),
    )
    .action(async (flags) => {
      // It prints tokens of its own, which are nobody's secret, and has never seen another.
      context.end(
        await (await import('./sandbox.ts')).sandboxCommand(context.outside, {
          ...flags,
          tier: tierOf(flags.tier),
        }),
      );
    });
