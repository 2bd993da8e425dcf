/**
 * Handlebars templates with loops and names only: `each`, `if`, `else` and names. Every string of the data is made harmless
 * before it is rendered; what already is Markdown or HTML is wrapped, which only our own code does. A program may bring
 * templates of its own under the same names; they are checked before they are compiled, and only strings ever are.
 */
import type Handlebars from 'handlebars';
import { InvalidInput } from '../model/errors.ts';
import { checkTemplate } from './check-template.ts';
import { compiler, precompiled, runtime } from './on-demand.ts';
import { markdownText, oneLine } from './plain-text.ts';
import { sanitize } from './sanitize.ts';
import type { Words } from './words.ts';

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

/** A piece of HTML that one of our templates made. */
export class Html {
  readonly #html: string;
  constructor(html: string) {
    this.#html = html;
  }
  toString(): string {
    return this.#html;
  }
  /** Handlebars' sign for what is not to be escaped. */
  toHTML(): string {
    return this.#html;
  }
}

/** File names of the templates; those for HTML and SVG escape what they are given. */
export const TEMPLATES = {
  epic: 'bodies/epic.md.hbs',
  'key-result': 'bodies/key-result.md.hbs',
  checklist: 'bodies/checklist.md.hbs',
  goal: 'bodies/goal.md.hbs',
  task: 'bodies/task.md.hbs',
  milestone: 'bodies/milestone.md.hbs',
  application: 'bodies/application.md.hbs',
  'scorecard-seed': 'scorecard/scorecard-seed.md.hbs',
  'scorecard-block': 'scorecard/scorecard-block.md.hbs',
  'scorecard-report': 'scorecard/scorecard-report.md.hbs',
  'scorecard-page': 'scorecard/scorecard-page.html.hbs',
  'scorecard-overview': 'scorecard/scorecard-overview.html.hbs',
  'scorecard-intern': 'scorecard/scorecard-intern.html.hbs',
  'scorecard-person': 'scorecard/scorecard-person.html.hbs',
  badge: 'scorecard/badge.svg.hbs',
} as const;
export type TemplateName = keyof typeof TEMPLATES;

/** Renders a template with data, which finds the words of the language under `say`; the result has no trailing white space. */
export interface Render {
  (name: TemplateName, data: object): string;
  /** What the data says in sentences of its own is said with these. */
  words: Words;
}

export interface TemplateSource {
  text: string;
  /** Path of a template that a program brought, for messages; null for ours. */
  path: string | null;
}

/** Strict: a missing name is an error, not an empty place. A build compiles ours with the same. */
const compileOptions = (html: boolean): CompileOptions => ({
  strict: true,
  noEscape: !html,
  knownHelpersOnly: true,
});

const isHtml = (name: TemplateName): boolean => !TEMPLATES[name].endsWith('.md.hbs');

/** Compiles templates when they are first needed. */
export function createRender(read: (name: TemplateName) => TemplateSource, words: Words): Render {
  const compiled = new Map<TemplateName, Handlebars.TemplateDelegate>();
  // Made harmless once, and not once more for each issue.
  const said = { page: displayable(words.inTemplates), text: harmless(words.inTemplates) };
  const render = (name: TemplateName, data: object): string => {
    let template = compiled.get(name);
    if (!template) {
      const { text, path } = read(name);
      if (path !== null) {
        const problems = checkTemplate(path, text, isHtml(name));
        if (problems.length > 0) throw new InvalidInput(problems);
      }
      const ready = path === null ? precompiled()[TEMPLATES[name]] : undefined;
      template = ready ? runtime().template(ready) : compiler().compile(text, compileOptions(isHtml(name)));
      compiled.set(name, template);
    }
    const { path } = read(name);
    try {
      const own = path === null ? {} : { helpers: { each: budgeted(path) } };
      const given = isHtml(name)
        ? { ...(displayable(data) as object), say: said.page }
        : { ...(harmless(data) as object), say: said.text };
      const text = template(given, own).trim();
      if (path !== null && !isHtml(name)) refuseCommands(text, path);
      if (path === null || !isHtml(name)) return text;
      return isPage(name) ? withoutScripts(sanitize(text)) : sanitize(text);
    } catch (error) {
      if (error instanceof InvalidInput) throw error;
      if (path === null || !(error instanceof Error)) throw error;
      const found = /"(.*?)" not defined in .* - (\d+):(\d+)/.exec(error.message);
      throw new InvalidInput([
        {
          file: path,
          line: Number(found?.[2] ?? 1),
          column: Number(found?.[3] ?? 0) + 1,
          path: '',
          message: found
            ? `"${found[1]}" is no name that this template is given; see the one it stands for, templates/${TEMPLATES[name]}`
            : `cannot be rendered: ${oneLine(error.message)}`,
        },
      ]);
    }
  };
  return Object.assign(render, { words });
}

/** Turns of all loops of one template, and characters that they may make; a page for 100 interns needs a tenth of it. */
const MOST_TURNS = 200_000;
const MOST_TEXT = 20_000_000;

/** `each` with an end: loops within loops over the same list would run for hours. */
function budgeted(path: string): Handlebars.HelperDelegate {
  let turns = 0;
  let made = 0;
  return function each(this: unknown, list: unknown, options: Handlebars.HelperOptions) {
    const { loc } = options as unknown as { loc?: { start: { line: number; column: number } } };
    const fn: Handlebars.TemplateDelegate = (context, runtime) => {
      const text = options.fn(context, runtime);
      turns += 1;
      made += text.length;
      if (turns > MOST_TURNS || made > MOST_TEXT) {
        const message = `loops too often: at most ${MOST_TURNS} turns and ${MOST_TEXT / 1e6} million characters a template`;
        const { line, column } = loc?.start ?? { line: 1, column: 0 };
        throw new InvalidInput([{ file: path, line, column: column + 1, path: '', message }]);
      }
      return text;
    };
    return compiler().helpers.each?.call(this, list, { ...options, fn });
  };
}

const isPage = (name: TemplateName): boolean => ['scorecard-page', 'scorecard-person'].includes(name);

/**
 * A page of a program's own template forbids scripts, forms and everything from elsewhere, whatever it holds. What is first in
 * a document counts for all of it, so it comes before anything that the template says, but its doctype.
 */
function withoutScripts(page: string): string {
  const policy = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'">`;
  const doctype = /^<!doctype html>/i.exec(page)?.[0] ?? '';
  return `${doctype}${doctype === '' ? '' : '\n'}${policy}\n${page.slice(doctype.length).trimStart()}`;
}

/** What comes out counts: a value may be empty, a block may end right before a slash. */
function refuseCommands(text: string, path: string): void {
  const line = text.split('\n').find((each) => /^\s*\/[a-z]/i.test(each) || each.includes('kickoff:'));
  if (line === undefined) return;
  const message = `makes the line "${oneLine(line).slice(0, 80)}", which GitLab would run as a quick action, or which looks like a marker of ours`;
  throw new InvalidInput([{ file: path, line: 1, column: 1, path: '', message }]);
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

/** For HTML, where Handlebars escapes: only what would confuse the eye is taken out. */
function displayable(value: unknown): unknown {
  if (typeof value === 'string') return oneLine(value);
  if (value instanceof Html) return value;
  if (Array.isArray(value)) return value.map(displayable);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, displayable(inner)]));
  }
  return value;
}
