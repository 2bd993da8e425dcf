/**
 * Handlebars templates with loops and names only. Every string of the data is made harmless before it is rendered;
 * what already is Markdown is wrapped in `Markdown`, which only our own code makes.
 */
import Handlebars from 'handlebars';
import { markdownText } from './plain-text.ts';

/** Text that is Markdown already and goes in as it is. */
export class Markdown {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

export const TEMPLATE_NAMES = [
  'epic',
  'key-result',
  'checklist',
  'goal',
  'milestone',
  'scorecard-seed',
  'scorecard-block',
  'scorecard-report',
] as const;
export type TemplateName = (typeof TEMPLATE_NAMES)[number];

/** Renders a template with data; the result has no trailing white space. */
export type Render = (name: TemplateName, data: object) => string;

/** Compiles templates. `read` gives the source of one; only strings are ever compiled. */
export function createRender(read: (name: TemplateName) => string): Render {
  const compiled = new Map<TemplateName, Handlebars.TemplateDelegate>();
  return (name, data) => {
    let template = compiled.get(name);
    if (!template) {
      // Strict: a missing name is an error, not an empty place. No HTML escaping: this is Markdown, made safe below.
      template = Handlebars.compile(String(read(name)), {
        strict: true,
        noEscape: true,
        knownHelpersOnly: true,
      });
      compiled.set(name, template);
    }
    return template(harmless(data)).trim();
  };
}

function harmless(value: unknown): unknown {
  if (typeof value === 'string') return markdownText(value);
  if (value instanceof Markdown) return value.text;
  if (Array.isArray(value)) return value.map(harmless);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, harmless(inner)]));
  }
  return value;
}
