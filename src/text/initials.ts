/** Short names for a narrow chart. */

/** Two letters for each thing, by its key, all different: of the words of its title where they do. */
export function initialsOf(things: { key: string; title: string }[]): Map<string, string> {
  const taken = new Set<string>();
  const codes = new Map<string, string>();
  for (const { key, title } of things) {
    if (codes.has(key)) continue;
    const words = title.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
    const letters = [...words.join('')];
    const tries = [
      words
        .slice(0, 2)
        .map((word) => [...word][0])
        .join(''),
      ...letters.slice(1).map((letter) => `${letters[0] ?? ''}${letter}`),
      ...Array.from({ length: 99 }, (_, at) => `${letters[0] ?? '?'}${at + 1}`),
    ].map((each) => each.toUpperCase());
    const code = tries.find((each) => [...each].length >= 2 && !taken.has(each)) ?? `${codes.size}`;
    taken.add(code);
    codes.set(key, code);
  }
  return codes;
}
