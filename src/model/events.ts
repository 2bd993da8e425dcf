import type { Step } from './plan.ts';

/** What a long run tells while it goes. It is told, never asked. */
export type Event =
  | { kind: 'reading' }
  | { kind: 'planned'; steps: number }
  | { kind: 'started'; step: Step }
  | { kind: 'finished'; step: Step; done: number; of: number }
  | { kind: 'failed'; step: Step; message: string; done: number; of: number }
  | { kind: 'waiting'; seconds: number; why: string }
  /** Worth knowing, and no reason to stop. */
  | { kind: 'warning'; message: string };

export type Emit = (event: Event) => void;
