/** The result as YAML, each part with the lines of the page that it came from. The same page gives the same bytes. */

import { Document, isCollection, isNode, isPair } from 'yaml';
import { digest } from '../record/digest.ts';
import { type Gathered, inWords, type Unknown } from './gather.ts';

/** Stands in the file, so that a later import can tell a changed page from a file that people went on with. */
export const digestOf = (value: object, unknown: Unknown[]): string =>
  `Import ${digest(JSON.stringify([value, unknown.map(({ text }) => text)]))}.`;

export function writeYaml(
  value: object,
  page: string,
  schema: string,
  { origins, unknown }: Gathered,
  assumed: string[],
): string {
  const document = new Document(value);
  for (const { path, lines } of origins) {
    const node = document.getIn(path, true);
    if (!isNode(node)) continue;
    // A map in a list carries its comment itself; behind a single value it would be read as part of the next.
    if (isCollection(node)) node.commentBefore = ` ${inWords(lines)}`;
    else node.comment = ` ${inWords(lines)}`;
  }
  for (const item of isCollection(document.contents) ? document.contents.items : []) {
    if (isPair(item) && isNode(item.key) && isCollection(item.value)) item.key.spaceBefore = true;
  }
  document.commentBefore = [
    ` From ${page}, by kickoff import. Comments name the lines of the page. ${digestOf(value, unknown)}`,
    ` \`kickoff schema ${schema}\` prints the schema of this file for your editor.`,
    ...assumed.map((each) => ` Assumed: ${each}`),
    ...unknown.map((each) => ` Not understood, ${inWords(each.lines)}: ${short(each.text)}`),
  ].join('\n');
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

const short = (text: string): string => (text.length > 100 ? `${text.slice(0, 99)}…` : text);

/** One line for each thing that nobody understood. */
export const unknownInWords = ({ lines, text, because }: Unknown): string =>
  `${inWords(lines)}: "${short(text)}" is left out: ${because}.`;
