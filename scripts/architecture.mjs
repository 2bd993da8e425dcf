/** Prints the table of rooms into ARCHITECTURE.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { table } from './rooms.mjs';

const path = 'ARCHITECTURE.md';
const text = readFileSync(path, 'utf8');
const filled = text.replace(
  /(<!-- rooms -->\n)[\s\S]*?(<!-- \/rooms -->)/,
  (_all, begin, end) => `${begin}${table()}\n${end}`,
);
writeFileSync(path, filled);
