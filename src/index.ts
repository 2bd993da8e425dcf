/** The library's face: nothing else is public. Every example in docs/library.md is run by a test. */

export type { ConnectOptions } from './gitlab/rest/connect.ts';
export { differences, importPage } from './handbook/import.ts';
export { alumniTable, type Renewed, renewPage, slotsTable } from './handbook/tables.ts';
export { type ApplicationPlace, type ApplicationRequest, planApplication } from './library/application.ts';
export { type CalendarFile, calendars, type Shelf } from './library/calendars.ts';
export { type LoadedCohort, loadCohort } from './library/cohort.ts';
export { connect, type GitLab } from './library/connect.ts';
export { sourcesIn } from './library/files.ts';
export { apply, type PlanOptions, plan } from './library/provision.ts';
export { createRenderFromFiles } from './library/renders.ts';
export { checkinReport, type PlannedRitual, planRitual } from './library/rituals.ts';
export {
  planWritten,
  type Rotations,
  rotations,
  type SolvedRotations,
  solveRotations,
} from './library/rotations.ts';
export { archive, reading, type ScoreOptions, scorecard, sync } from './library/score.ts';
export {
  type ErrorCode,
  EXIT,
  type ExitCode,
  formatProblem,
  InvalidInput,
  KickoffError,
  type Problem,
} from './model/errors.ts';
export type { Emit, Event } from './model/events.ts';
export type { Note, Plan, Step } from './model/plan.ts';
export type { Live, Wanted } from './model/resource.ts';
export type { Scope, Tracker, World } from './model/tracker.ts';
export type { Conflict } from './planner/conflicts.ts';
export type { Concession } from './planner/explain.ts';
export type { Stay, Task } from './planner/task.ts';
export type { Cohort } from './program/cohort-schema.ts';
export type { Alumnus, Directory, Slot } from './program/directory-schema.ts';
export type { EnrolledKeyResult, Enrolment } from './program/enrolment.ts';
export { jsonSchema } from './program/json-schema.ts';
export { type Advice, lintEnrolment, lintProgram } from './program/lint.ts';
export { loadDirectory } from './program/load-directory.ts';
export { type Loaded, loadProgram } from './program/load-program.ts';
export type { Program } from './program/program-schema.ts';
export type { Sources } from './program/sources.ts';
export { isWhole, type Outcome } from './provision/apply/outcome.ts';
export type { Check } from './provision/checks/check.ts';
export type { Prepared } from './provision/prepare.ts';
export type { Answered } from './rituals/checkin.ts';
export type { RitualKind } from './rituals/ritual.ts';
export { renderBadge } from './scorecard/render/badge.ts';
export { renderCsv } from './scorecard/render/csv.ts';
export { renderInternPage, renderMentorPage, renderPage, sectionsOf } from './scorecard/render/page.ts';
export { redact } from './scorecard/render/redact.ts';
export { renderReport } from './scorecard/render/report.ts';
export { renderTerminal } from './scorecard/render/terminal.ts';
export { type InternCard, type Scorecard, scorecardSchema } from './scorecard/scorecard.ts';
export { alumniOf } from './sync/alumni.ts';
export type { Archive } from './sync/archive.ts';
export type { Reading } from './sync/reading.ts';
export type { Synced } from './sync/sync.ts';
export { createRender, type Render, TEMPLATES } from './text/templates.ts';
