/** The library's face: nothing else is public. */
export {
  type ErrorCode,
  EXIT,
  type ExitCode,
  formatProblem,
  InvalidInput,
  KickoffError,
  type Problem,
} from './errors.ts';
export type { Emit, Event } from './events.ts';
export { type ConnectOptions, connect } from './gitlab/connect.ts';
export { createRestTracker } from './gitlab/rest-tracker.ts';
export { alumniTable, type Renewed, renewPage, slotsTable } from './handbook/tables.ts';
export type { PlacedKeyResult, Placement } from './placement.ts';
export type { Note, Plan, Step } from './plan.ts';
export { desired } from './program/desired.ts';
export type { Alumnus, Directory, Slot } from './program/directory-schema.ts';
export { type Loaded, loadCohort, loadProgram, type Sources } from './program/load.ts';
export { loadDirectory } from './program/load-directory.ts';
export { place } from './program/place.ts';
export { type Cohort, jsonSchema, type Program } from './program/schema.ts';
export type { Outcome } from './provision/apply.ts';
export { type Order, type Prepared, prepare } from './provision/provision.ts';
export type { Live, Wanted } from './resource.ts';
export { renderCsv } from './scorecard/csv.ts';
export { renderBadge, renderInternPage, renderMentorPage, renderPage, sectionsOf } from './scorecard/page.ts';
export { redact } from './scorecard/redact.ts';
export { renderReport } from './scorecard/report.ts';
export { score } from './scorecard/score.ts';
export { type InternCard, type Scorecard, scorecardSchema } from './scorecard/scorecard.ts';
export { renderTerminal } from './scorecard/terminal.ts';
export { alumniOf } from './sync/alumni.ts';
export { type Archive, prepareArchive } from './sync/archive.ts';
export { type Reading, type ReadOptions, readScorecard, type SyncOrder } from './sync/reading.ts';
export { sync } from './sync/sync.ts';
export { createRender, type Render, TEMPLATES } from './templates.ts';
export type { Scope, Tracker, World } from './tracker.ts';
