/**
 * The phrases by which shapes are known, all of them, beside structure. Matching is without regard to case. ARCHITECTURE.md
 * and docs/manager.md name them; nothing is guessed from other words.
 */

export const OBJECTIVE = /^objective\b\s*[\w.]{0,3}\s*[:–—-]\s*/i;
export const KEY_RESULT = /^(?:key result|kr)\b\s*[\w.]{0,3}\s*[:–—-]\s*/i;
export const AREA = /^(?:functional )?area\b\s*[\w.]{0,3}\s*[:–—-]\s*/i;
/** "Weeks of …", "Week 3", behind a dash or in brackets. */
export const WEEKS = /\s*(?:[-–—,:]\s*|\(\s*)(weeks?\b.*?|\d+ weeks?)\s*\)?\s*$/i;
export const TO_BE_DEFINED = /^(?:tbd|to be (?:defined|determined|decided|done|announced))\b\.?$|^\?+$/i;

export const CADENCES = [
  { cadence: 'before_the_start', phrase: /\b(?:prior to|before)\b/i },
  { cadence: 'first_week', phrase: /\bfirst week\b/i },
  { cadence: 'daily', phrase: /^(?:daily|every day|each day)\b/i },
  { cadence: 'weekly', phrase: /^(?:weekly|every week|each week)\b/i },
  { cadence: 'as_needed', phrase: /\b(?:as needed|when needed|ad hoc)\b/i },
] as const;
export type Cadence = (typeof CADENCES)[number]['cadence'];

export const ROLES = [
  { role: 'intern', phrase: /\binterns?\b/i },
  { role: 'mentor', phrase: /\bmentors?\b/i },
  { role: 'manager', phrase: /\bmanagers?\b/i },
] as const;
export type RoleName = (typeof ROLES)[number]['role'];

export const RESPONSIBILITIES = /\bresponsibilit(?:y|ies)\b/i;
export const REQUIREMENTS = /\brequirements?\b/i;
export const GRADE = /\bgrade\b/i;
export const GOALS = /\bgoals?\b[^.]*:$/i;
export const BENEFITS = /^benefits?\b/i;
export const APPLY = /\b(?:how to apply|applications?)\b/i;
/** An application that a project makes, not a person. */
export const PROJECTS = /\bprojects?\b/i;
export const OPEN_SOURCE = /\bopen[- ]source\b/i;
/** A key result that not everybody should read: GitLab shows it to members from Planner on, and to who is assigned. */
export const CONFIDENTIAL = /\b(?:hackerone|bug bounty|incidents?)\b/i;
/** A key result whose evidence others can read: it becomes `write_up`. */
export const WRITE_UP = /\bblog\b|\bwrite-?up\b|\bexperiences?\b/i;
export const LEVELS = /^levels?$/i;
export const INDICATORS = /\bindicators?\b/i;
export const HIRING = /\bhiring\b/i;
export const EXTENDS = /^extends\s+(.*?)\s*(?:responsibilities|requirements)?\s*,?\s*plus\b\s*[;:,]?$/i;
export const TABLES = {
  week: /^weeks?$/i,
  intern: /^interns?$/i,
  timeFrame: /^time (?:frame|period)$/i,
};

/** Numbers that are written as words. "One" is left out: it counts as seldom as it does not. */
export const NUMBERS: Record<string, number> = {
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
};
