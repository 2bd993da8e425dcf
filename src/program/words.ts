/** Small words that the texts of issues and epics share. */
import { LABEL } from '../model/labels.ts';
import type { WantedLabel } from '../model/resource.ts';
import { titleText } from '../text/plain-text.ts';
import { Markdown } from '../text/templates.ts';
import type { Enrolment } from './enrolment.ts';
import type { Cohort, Duty } from './schema.ts';

/** Labels of everything that belongs to one intern. */
export function commonLabels(enrolment: Enrolment, cohort: Cohort): string[] {
  return [LABEL.cohort(cohort.cohort), LABEL.intern(enrolment.intern.key)];
}

export const label = (name: string, color: string, description: string): WantedLabel => ({
  kind: 'label',
  key: `label#${name}`,
  name,
  color,
  description: titleText(description),
});

/** A user name that notifies nobody. */
export const code = (username: string): Markdown => new Markdown(`\`${username.replaceAll('`', '')}\``);

export const ROLE_NAMES = ['manager', 'mentor', 'intern'] as const;

export const dutyOf = (duty: Duty): { do: string; points: string[] } =>
  typeof duty === 'string' ? { do: duty, points: [] } : duty;

export const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
