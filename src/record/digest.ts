/** Values as we remember them: short, and the same for what no reader can tell apart. */
import { createHash } from 'node:crypto';

/** The text as GitLab keeps it: no `\r`, no trailing white space; and none at line ends, which no reader sees. */
export function normalise(text: string): string {
  return text
    .replaceAll('\r', '')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

/** Ten hexadecimal digits that stand for a value; null and the empty text are one. */
export function digest(value: string | null): string {
  return createHash('sha256')
    .update(normalise(value ?? ''))
    .digest('hex')
    .slice(0, 10);
}
