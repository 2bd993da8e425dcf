/**
 * Text from data, made harmless in the one place where it enters Markdown or a title. GitLab runs quick actions from
 * descriptions and resolves references in them; nothing that stands in a YAML file may do either (docs/gitlab.md#descriptions).
 */

/** One line: control and line-breaking characters become spaces, invisible direction markers vanish. */
export function oneLine(value: string): string {
  return value
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** Lines for a terminal: nothing in them moves its cursor, colours it or turns its direction. */
export const printable = (text: string): string => text.split('\n').map(harmlessLine).join('\n');

/** Like `oneLine`, with its spaces as they are. */
const harmlessLine = (line: string): string =>
  line
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '');

/**
 * A value inside a line of Markdown: it can start no list, heading, table cell, HTML, link, code, quick action or
 * comment, and pings nobody. Reference characters are escaped only where a reference would begin, so that ordinary
 * text stays readable.
 */
export function markdownText(value: string): string {
  return oneLine(value)
    .replace(/[\\`*[\]<>|]/g, '\\$&')
    .replace(/&(?=#?\w)/g, '\\&')
    .replace(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, '\\_')
    .replace(/[@#!~%^$](?=[\w"\\~{])/g, '\\$&')
    .replace(/:(?=[a-z0-9_+-]+:)/gi, '\\:')
    .replace(/\bhttps?:\/\//gi, (scheme) => scheme.replace(':', '\\:'))
    .replace(/^([-+=/#:])/, '\\$1')
    .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2');
}

/**
 * A value in a title. Titles run no quick actions and render no Markdown, but an `@name` in one notifies that person:
 * a word joiner behind the @ keeps it from being a mention and cannot be seen.
 */
export function titleText(value: string): string {
  const safe = oneLine(value).replace(/@(?=\w)/g, '@\u2060');
  return [...safe].slice(0, 255).join('').trim();
}

/** A run of words, or a link. `space` says that one follows. */
export interface Piece {
  text: string;
  url: string | null;
  space: boolean;
}

/** Words of people, and the web addresses among them: bare, in angle brackets, or as `[words](https://…)`. */
export function piecesOf(value: string): Piece[] {
  const link =
    /\[([^[\]]{1,300})\]\((https?:\/\/[^\s()<>]+)\)|<(https?:\/\/[^\s<>]+)>|(https?:\/\/[^\s<>"'`)\]|]*[^\s<>"'`)\]|.,;:!?])/g;
  const plain = oneLine(value);
  const pieces: Piece[] = [];
  const words = (from: number, to: number): void => {
    const text = plain.slice(from, to);
    const last = pieces.at(-1);
    if (last && /^\s/.test(text)) last.space = true;
    if (text.trim() !== '') pieces.push({ text: text.trim(), url: null, space: /\s$/.test(text) });
  };
  let at = 0;
  for (const match of plain.matchAll(link)) {
    words(at, match.index);
    at = match.index + match[0].length;
    const url = match[2] ?? match[3] ?? match[4] ?? '';
    pieces.push({ text: match[1]?.trim() ? match[1].trim() : url, url, space: false });
  }
  words(at, plain.length);
  return pieces;
}

/** Words of people as Markdown: harmless, but for web addresses, which stay links. */
export function linkedText(value: string): string {
  return piecesOf(value)
    .map(({ text, url, space }, at, all) => {
      const isGlued = url === null && !space && all[at + 1] !== undefined;
      const own =
        url === null
          ? // What ends the words would otherwise begin the link: an image, a reference.
            markdownText(text).replace(isGlued ? /(?<!\\)[@#!~%^$&]$/ : /$^/, '\\$&')
          : text === url
            ? `<${linkTarget(url)}>`
            : `[${markdownText(text)}](${linkTarget(url)})`;
      return space ? `${own} ` : own;
    })
    .join('');
}

/** A web address for a Markdown link; what could end the link is encoded. */
export function linkTarget(url: string): string {
  return url.replace(/[\s\u0000-\u001f\u007f-\u009f()<>\\|`"]/g, (character) =>
    encodeURIComponent(character).replace('(', '%28').replace(')', '%29'),
  );
}

/** A name in a Mermaid diagram, where punctuation is syntax. */
export function mermaidText(value: string): string {
  return oneLine(value)
    .replace(/[^\p{L}\p{N} &+'/.()-]/gu, ' ')
    .replace(/&/g, 'and')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** `1 step`, `3 steps`, `2 alumni` */
export const many = (count: number, one: string, more = `${one}s`): string =>
  `${count} ${count === 1 ? one : more}`;

/** Text on lines of at most `width` characters, broken between words; a longer word stays whole. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || [...last].length + 1 + [...word].length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
