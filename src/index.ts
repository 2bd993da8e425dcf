/** The library's face: nothing else is public. */

export { type ConnectOptions, connect } from './gitlab/rest/connect.ts';
export { createRestTracker } from './gitlab/rest/rest-tracker.ts';
export { alumniTable, type Renewed, renewPage, slotsTable } from './handbook/tables.ts';
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
export type { Alumnus, Directory, Slot } from './program/directory-schema.ts';
export { place } from './program/enrol.ts';
export type { EnrolledKeyResult, Enrolment } from './program/enrolment.ts';
export { type Loaded, loadCohort, loadProgram, type Sources } from './program/load.ts';
export { loadDirectory } from './program/load-directory.ts';
export { type Cohort, jsonSchema, type Program } from './program/schema.ts';
export { wantedFrom } from './program/wanted.ts';
export type { Outcome } from './provision/apply/apply.ts';
export { type Prepared, type ProvisionOptions, prepare } from './provision/prepare.ts';
export { renderCsv } from './scorecard/render/csv.ts';
export {
  renderBadge,
  renderInternPage,
  renderMentorPage,
  renderPage,
  sectionsOf,
} from './scorecard/render/page.ts';
export { redact } from './scorecard/render/redact.ts';
export { renderReport } from './scorecard/render/report.ts';
export { renderTerminal } from './scorecard/render/terminal.ts';
export { score } from './scorecard/rules/score.ts';
export { type InternCard, type Scorecard, scorecardSchema } from './scorecard/scorecard.ts';
export { alumniOf } from './sync/alumni.ts';
export { type Archive, prepareArchive } from './sync/archive.ts';
export { type Reading, type ReadOptions, readScorecard, type SyncOptions } from './sync/reading.ts';
export { sync } from './sync/sync.ts';
export { createRender, type Render, TEMPLATES } from './text/templates.ts';
