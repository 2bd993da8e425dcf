/** Rotations written into a cohort file as people would: comments, order and every other byte stay. */
import { isMap, isScalar, isSeq, parseDocument, type YAMLMap } from 'yaml';
import { KickoffError } from '../model/errors.ts';

export interface WrittenRotation {
  area: string;
  /** First day; its week is what counts. */
  from: string;
  /** Where it is not what the program says. */
  weeks?: number;
  mentor?: string;
}

/** The file with rotations of its own for each of these interns, in place of those that it has. */
export function withRotations(source: string, plans: ReadonlyMap<string, WrittenRotation[]>): string {
  const document = parseDocument(source, { keepSourceTokens: true });
  const interns = document.get('interns');
  if (!isSeq(interns)) throw unwritable();
  const edits: { from: number; to: number; text: string }[] = [];
  for (const intern of interns.items) {
    if (!isMap(intern)) throw unwritable();
    const plan = plans.get(String(intern.get('username')));
    if (plan !== undefined) edits.push(editOf(source, intern, plan));
  }
  if (edits.length !== plans.size) throw unwritable();
  // A file of Windows keeps its line ends.
  const newline = source.includes('\r\n') ? '\r\n' : '\n';
  return edits
    .map((each) => ({ ...each, text: each.text.replaceAll('\n', newline) }))
    .sort((left, right) => right.from - left.from)
    .reduce((text, { from, to, text: own }) => text.slice(0, from) + own + text.slice(to), source);
}

const unwritable = (): KickoffError =>
  new KickoffError(
    'invalid-input',
    'The interns of this file are not written so that a plan could be put beside them.',
    {
      undone: 'Nothing was written.',
      hint: 'Write each intern as a list item with a username of its own, without anchors.',
    },
  );

/** What YAML would read as something else than a name. */
const quoted = (name: string): string =>
  /^[A-Za-z_][\w.-]*$/.test(name) && !/^(?:true|false|null|yes|no|on|off)$/i.test(name) ? name : `'${name}'`;

const entry = ({ area, from, weeks, mentor }: WrittenRotation): string =>
  `{ area: ${area}, from: ${from}${weeks === undefined ? '' : `, weeks: ${weeks}`}${mentor === undefined ? '' : `, mentor: ${quoted(mentor)}`} }`;

function editOf(
  source: string,
  intern: YAMLMap,
  plan: WrittenRotation[],
): { from: number; to: number; text: string } {
  const [first] = intern.items;
  const start = isScalar(first?.key) ? (first.key.range?.[0] ?? null) : null;
  if (first === undefined || start === null) throw unwritable();
  const old = intern.items.find(({ key }) => isScalar(key) && key.value === 'rotations');
  const range = (node: unknown): [number, number] => {
    const found = typeof node === 'object' && node !== null && 'range' in node ? node.range : null;
    if (!Array.isArray(found)) throw unwritable();
    return [Number(found[0]), Number(found[1])];
  };
  if (intern.flow) {
    const text = `rotations: [${plan.map(entry).join(', ')}]`;
    if (old) return { from: range(old.key)[0], to: range(old.value)[1], text };
    const at = range(first.value)[1];
    return { from: at, to: at, text: `, ${text}` };
  }
  const indent = ' '.repeat(start - (source.lastIndexOf('\n', start - 1) + 1));
  const text = ['rotations:', ...plan.map((each) => `${indent}  - ${entry(each)}`)].join('\n');
  if (old) {
    const [from, to] = [range(old.key)[0], range(old.value)[1]];
    // A list's range ends behind its last line.
    return { from, to, text: source.slice(from, to).endsWith('\n') ? `${text}\n` : text };
  }
  // Behind a value that stands on one line, whose end is the line's.
  const isShort = ({ value }: (typeof intern.items)[number]): boolean =>
    isScalar(value) && !source.slice(...range(value)).includes('\n');
  const after =
    intern.items.find((each) => isScalar(each.key) && each.key.value === 'name' && isShort(each)) ??
    intern.items.find(isShort);
  if (after === undefined) throw unwritable();
  const end = source.indexOf('\n', range(after.value)[1]);
  const at = end < 0 ? source.length : source[end - 1] === '\r' ? end - 1 : end;
  return { from: at, to: at, text: `\n${indent}${text}` };
}
