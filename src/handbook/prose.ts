/** Prose in pieces that fit into a line of YAML, cut between sentences; nothing of it is lost. */
const LONGEST = 500;

export function pieces(text: string): string[] {
  if (text.length <= LONGEST) return text === '' ? [] : [text];
  const found: string[] = [];
  let rest = text;
  while (rest.length > LONGEST) {
    const head = rest.slice(0, LONGEST);
    // The end of a sentence in any script, else a space, else anywhere but inside a letter.
    const sentence = Math.max(
      ...['. ', '! ', '? ', '。', '！', '？'].map(
        (marker) => head.lastIndexOf(marker) + marker.trimEnd().length,
      ),
    );
    const space = head.lastIndexOf(' ');
    const at = sentence > LONGEST / 3 ? sentence : space > 0 ? space : wholeLetters(head);
    found.push(rest.slice(0, at).trim());
    rest = rest.slice(at).trim();
  }
  return [...found, rest].filter((piece) => piece !== '');
}

/** Not between the two halves of a letter beyond the basic plane. */
const wholeLetters = (head: string): number =>
  /[\ud800-\udbff]$/.test(head) ? head.length - 1 : head.length;
