/** What a long suite has shown, for the table in docs/guarantees.md: printed, and kept in `.deep/`. */
import { appendFileSync, mkdirSync } from 'node:fs';

export interface Shown {
  guarantee: string;
  fault: string;
  schedules: number;
  result: string;
}

export function record(shown: Shown): void {
  console.log(`${shown.guarantee} · ${shown.fault}: ${shown.schedules} schedules, ${shown.result}`);
  mkdirSync('.deep', { recursive: true });
  appendFileSync('.deep/results.jsonl', `${JSON.stringify(shown)}\n`);
}
