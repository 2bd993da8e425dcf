/**
 * Words that people write on the lines of an issue, in every language that kickoff speaks. All are always understood: a program may change
 * its language while people work, and a team writes as it talks.
 */

export const LINES = ['Evidence', 'Value', 'Confidence', 'Outcome'] as const;
export type Line = (typeof LINES)[number];

/** How the lines are called when they are first written; a program's own language takes the English ones. */
const NAMES: Record<string, Record<Line, string>> = {
  en: { Evidence: 'Evidence', Value: 'Value', Confidence: 'Confidence', Outcome: 'Outcome' },
  de: { Evidence: 'Nachweis', Value: 'Wert', Confidence: 'Zuversicht', Outcome: 'Ergebnis' },
  fr: { Evidence: 'Preuve', Value: 'Valeur', Confidence: 'Confiance', Outcome: 'Résultat' },
  es: { Evidence: 'Evidencia', Value: 'Valor', Confidence: 'Confianza', Outcome: 'Resultado' },
  ja: { Evidence: '根拠', Value: '値', Confidence: '自信', Outcome: '結果' },
};

export const lineNames = (language: string): Record<Line, string> =>
  NAMES[language] ?? (NAMES.en as Record<Line, string>);

const BY_NAME = new Map(
  Object.entries(NAMES).flatMap(([language, names]) =>
    LINES.map((line) => [names[line].toLowerCase(), { line, language }] as const),
  ),
);

/** The line that a name means, and in which language. */
export const lineOf = (name: string): { line: Line; language: string } | undefined =>
  BY_NAME.get(name.toLowerCase());

/** For a pattern: any name of any line. */
export const ANY_NAME = [...BY_NAME.keys()].join('|');

/** For patterns: what an outcome begins with. */
export const OUTCOMES = {
  wontDo: [
    "won'?t[ -]?do|wont|will not (?:do|happen)|not going to happen|cancel(?:l?ed)?|dropped",
    'entfällt|wird nicht gemacht|nicht gemacht|abgebrochen|gestrichen|verworfen',
    'abandonnée?|annulée?|ne sera pas faite?|pas faite?',
    'no se hará|cancelad[oa]|descartad[oa]|abandonad[oa]',
    'やらない|実施しない|中止|見送り|取りやめ',
  ].join('|'),
  done: [
    'done|achieved|completed?|finished',
    'erledigt|erreicht|fertig|abgeschlossen',
    'faite?|terminée?|atteinte?|achevée?',
    'hech[oa]|terminad[oa]|lograd[oa]|alcanzad[oa]|completad[oa]',
    '完了|達成|済み',
  ].join('|'),
  duplicate: 'duplicate(?: of)?|duplikat(?: von)?|doublon(?: de)?|duplicad[oa](?: de)?',
};

/** The middle of each band of open-okr's method, §3: high from 0.7, medium from 0.4. */
const HIGH = 0.85;
const MEDIUM = 0.55;
const LOW = 0.2;

export const CONFIDENCES = new Map<string, number>([
  ...['high', 'hoch', 'élevée', 'haute', 'alta', '高', '高い'].map((word) => [word, HIGH] as const),
  ...['medium', 'mittel', 'moyenne', 'media', '中'].map((word) => [word, MEDIUM] as const),
  ...['low', 'niedrig', 'gering', 'faible', 'baja', '低', '低い'].map((word) => [word, LOW] as const),
]);
