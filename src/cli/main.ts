#!/usr/bin/env node
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
/** The process: real streams, real signals, real exit. Everything else is in `cli.ts`. */
import { packageRoot, readText } from '../library/files.ts';
import { EXIT } from '../model/errors.ts';
import type { Io } from './io.ts';

const stopper = new AbortController();
process.on('SIGINT', () => {
  // The second Ctrl-C does not wait for the request under way.
  if (stopper.signal.aborted) process.exit(EXIT.interrupted);
  stopper.abort(new Error('interrupted'));
});
process.on('SIGTERM', () => stopper.abort(new Error('interrupted')));
// A reader that went away, as in `kickoff plan … | head`, is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.done);
    throw error;
  });
}

const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
const ask = async (question: string): Promise<string> => {
  const { createInterface } = await import('node:readline/promises');
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  reader.on('SIGINT', () => {
    process.stdout.write('\n');
    stopper.abort(new Error('interrupted'));
  });
  try {
    return await reader.question(question, { signal: stopper.signal });
  } finally {
    reader.close();
  }
};

const io: Io = {
  env: process.env,
  cwd: process.cwd(),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  errIsTerminal: process.stderr.isTTY === true && (process.env.CI ?? '') === '',
  outIsTerminal: process.stdout.isTTY === true,
  columns: process.stdout.columns ?? process.stderr.columns ?? 80,
  ask: terminal ? ask : null,
  wait: (milliseconds) =>
    new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        reject(stopper.signal.reason);
      };
      const timer = setTimeout(() => {
        stopper.signal.removeEventListener('abort', stop);
        resolve();
      }, milliseconds);
      stopper.signal.addEventListener('abort', stop, { once: true });
    }),
  clock: () => performance.now(),
  time: () => Date.now(),
  signal: stopper.signal,
};

const argv = process.argv.slice(2);
// A build keeps the overview: it is there before the command line is.
const isOverview = argv.length === 1 && ['-h', '--help'].includes(argv[0] ?? '') && io.columns === 80;
const overview = isOverview ? readText(fileURLToPath(new URL('help.txt', import.meta.url))) : null;
if (overview === null) {
  const { version } = JSON.parse(readText(join(packageRoot(), 'package.json')) ?? '{"version":"0.0.0"}') as {
    version: string;
  };
  const { run } = await import('./cli.ts');
  process.exitCode = await run(argv, io, version);
} else io.out(overview);
