import type { Emit, Event } from '../model/events.ts';
import { oneLine } from '../text/plain-text.ts';
import type { Io } from './io.ts';

/** Progress on standard error: one live line on a terminal, plain lines elsewhere, nothing when quiet. */
export function progress(io: Io, { quiet = false }: { quiet?: boolean } = {}): { emit: Emit; end(): void } {
  if (quiet) return { emit: () => {}, end: () => {} };
  return io.errIsTerminal ? live(io) : plain(io);
}

function words(event: Event): string | null {
  switch (event.kind) {
    case 'reading':
      return 'Reading GitLab …';
    case 'finished':
      return `${event.done}/${event.of} ${event.step.kind} ${oneLine(event.step.name)}`;
    case 'failed':
      return `✗ ${event.step.kind} ${oneLine(event.step.name)}: ${oneLine(event.message)}`;
    case 'waiting':
      return event.seconds >= 1 ? `Waiting ${Math.ceil(event.seconds)} s: ${oneLine(event.why)}` : null;
    case 'warning':
      return `! ${oneLine(event.message)}`;
    case 'planned':
    case 'started':
      return null;
  }
}

function live(io: Io): { emit: Emit; end(): void } {
  let shown = false;
  const clear = (): void => {
    if (shown) io.err('\r\u001b[2K');
    shown = false;
  };
  return {
    emit(event) {
      const text = words(event);
      if (text === null) return;
      clear();
      if (event.kind === 'failed' || event.kind === 'warning') {
        io.err(`${text}\n`);
        return;
      }
      io.err([...text].slice(0, Math.max(io.columns - 1, 20)).join(''));
      shown = true;
    },
    end: clear,
  };
}

/** In a log every tenth step is enough; failures and waits are always told. */
function plain(io: Io): { emit: Emit; end(): void } {
  let waited: string | null = null;
  return {
    emit(event) {
      const text = words(event);
      if (text === null) return;
      if (event.kind === 'finished' && event.done % 10 !== 0 && event.done !== event.of) return;
      // The countdown is for terminals; a log is told once.
      if (event.kind === 'waiting' && waited === event.why) return;
      waited = event.kind === 'waiting' ? event.why : null;
      io.err(`${text}\n`);
    },
    end: () => {},
  };
}
