import type { RemarkCode } from '../scorecard.ts';
import type { Facts } from './fact.ts';
import type { Verdict } from './verdict.ts';

export interface RemarkInput {
  facts: Facts;
  verdict: Verdict;
  expected: number;
  /** Nobody touched it since this day, judged once a week. */
  silentSince: string;
  judgedOn: string;
  staleAfter: number;
  /** The token sees the project's issues and nothing else. */
  issuesOnly: boolean;
  /** The epic, or what stands for it, exists. */
  provisioned: boolean;
  lateTicks: number;
  /** Derived key results close themselves. */
  closes: boolean;
}

export const shorten = (text: string): string =>
  [...text].length > 80 ? `${[...text].slice(0, 79).join('')}…` : text;

export type Said = [code: RemarkCode, message: string, remedy?: string];
