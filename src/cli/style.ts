import { styleText } from 'node:util';
import type { Paint } from '../scorecard/render/terminal-parts.ts';
import type { Io } from './io.ts';

/** Colour on standard output: on a terminal, unless NO_COLOR, TERM=dumb or `--no-color` say no; FORCE_COLOR says yes. */
export function painter(io: Io, color: boolean): Paint {
  const forced = io.env.FORCE_COLOR !== undefined && io.env.FORCE_COLOR !== '0';
  const refused = !color || (io.env.NO_COLOR ?? '') !== '' || io.env.TERM === 'dumb';
  const on = !refused && (forced || io.outIsTerminal);
  return on ? (style, text) => styleText(style, text, { validateStream: false }) : (_style, text) => text;
}

/** The same of standard error. */
export const errWidthOf = (io: Io): number => (io.errIsTerminal ? io.columns : Number.POSITIVE_INFINITY);

/** Columns to fit into: the terminal's; a log has no edge. */
export const widthOf = (io: Io): number => (io.outIsTerminal ? io.columns : Number.POSITIVE_INFINITY);
