/** Names of labels, in one place: boards, issues and the scorecard must agree on them. */
export const LABEL = {
  keyResult: 'key-result',
  checklist: 'checklist',
  goal: 'growth-goal',
  backlog: 'backlog',
  wontDo: 'outcome::wont-do',
  program: 'area::program',
  area: (key: string) => `area::${key}`,
  objective: (key: string) => `objective::${key}`,
  intern: (key: string) => `intern::${key}`,
  cohort: (key: string) => `cohort::${key}`,
  /** Of one program: they are listed by it. */
  applications: (program: string) => `application::${program}`,
  applying: (who: string) => `applying::${who}`,
  /** Of one cohort: what comes round is listed by it, and is in no list of the cohort’s own. */
  rituals: (key: string) => `rituals::${key}`,
  ritual: (kind: string) => `ritual::${kind}`,
  /** Put by people on what they want to talk about. */
  question: 'question',
} as const;
