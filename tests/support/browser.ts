/** A Chromium of this machine; where there is none, tests that need it are skipped with the reason. */
import { existsSync } from 'node:fs';

const PLACES = [
  process.env.KICKOFF_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

export const CHROMIUM = PLACES.find((path) => path !== undefined && path !== '' && existsSync(path)) ?? null;

/** `--no-sandbox`: in a container Chromium runs as root. The rest keeps it from calling home. */
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
