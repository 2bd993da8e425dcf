/** What a template that a program brings may hold, told before it is compiled. */
import type { Problem } from '../model/errors.ts';
import { compiler } from './on-demand.ts';

const BLOCKS = ['each', 'if', 'unless'];
/** Handlebars' own, which a bare name would call. */
const HELPERS = [...BLOCKS, 'with', 'log', 'lookup', 'helperMissing', 'blockHelperMissing'];

/**
 * A program's own template may loop and name, nothing else: no helper, partial or decorator, no raw output, no way up to
 * prototypes, and in Markdown no line that GitLab would run as a quick action or that looks like a marker of ours.
 */
export function checkTemplate(path: string, text: string, html: boolean): Problem[] {
  const problems: Problem[] = [];
  const say = (line: number, column: number, message: string): number =>
    problems.push({ file: path, line, column, path: '', message });
  let tree: hbs.AST.Program;
  try {
    tree = compiler().parse(text);
  } catch (error) {
    const at = error instanceof Error ? /on line (\d+)/.exec(error.message)?.[1] : undefined;
    return [
      {
        file: path,
        line: Number(at ?? 1),
        column: 1,
        path: '',
        message: 'is no Handlebars template: a tag or block is not closed, or not opened',
      },
    ];
  }
  const refuse = (node: hbs.AST.Node, message: string): number =>
    say(node.loc.start.line, node.loc.start.column + 1, message);
  const names = (node: hbs.AST.Expression): void => {
    if (node.type !== 'PathExpression') return;
    const { parts, original } = node as hbs.AST.PathExpression;
    if (parts.some((part) => ['constructor', '__proto__', 'prototype'].includes(String(part))))
      refuse(node, `may not name "${original}"`);
  };
  const visit = (program: hbs.AST.Program | undefined): void => {
    for (const node of program?.body ?? []) {
      switch (node.type) {
        case 'ContentStatement':
        case 'CommentStatement':
          break;
        case 'MustacheStatement': {
          const mustache = node as hbs.AST.MustacheStatement;
          const path = mustache.path as hbs.AST.PathExpression;
          if (
            mustache.params.length > 0 ||
            HELPERS.includes(String(path.original)) ||
            (mustache.hash?.pairs.length ?? 0) > 0
          )
            refuse(node, 'may only name values; there are no helpers');
          if (html && !mustache.escaped) refuse(node, 'may not place values raw; write two braces');
          if (mustache.path.type !== 'PathExpression') refuse(node, 'may only name values');
          names(path);
          break;
        }
        case 'BlockStatement': {
          const block = node as hbs.AST.BlockStatement;
          if (
            !BLOCKS.includes(
              block.path.type === 'PathExpression'
                ? String((block.path as hbs.AST.PathExpression).original)
                : '',
            )
          )
            refuse(node, `may only loop and decide: ${BLOCKS.join(', ')}`);
          if ((block.hash?.pairs.length ?? 0) > 0 || block.params.length > 1)
            refuse(node, 'may only name one value; there are no helpers');
          for (const param of block.params) {
            if (param.type !== 'PathExpression') refuse(node, 'may only name values');
            names(param);
          }
          visit(block.program);
          visit(block.inverse);
          break;
        }
        default:
          refuse(node, 'may only loop and name values; there are no partials and decorators');
      }
    }
  };
  visit(tree);
  text.split('\n').forEach((line, at) => {
    if (/kickoff:/.test(line)) say(at + 1, line.indexOf('kickoff:') + 1, 'may not write markers');
    if (!html && /^\s*\/(?:[a-z]|\{\{)/i.test(line))
      say(at + 1, line.indexOf('/') + 1, 'begins a line with /, which GitLab would run as a quick action');
  });
  if (html) problems.push(...checkTags(path, text));
  return problems;
}

const FORBIDDEN =
  /^(?:script|iframe|object|embed|base|form|input|button|frame|frameset|applet|animate|set|foreignobject|link|use)$/i;
/** Names that hold addresses which were checked, and positions that were computed. */
const ADDRESS = /^(?:url|page|anchor)$/;
const POSITION = /^(?:width|left|right|tick|x|y|today|color|labelAt|valueAt)$/;

/**
 * Tags of an HTML template: none that could run or load something, and values only between tags or inside quoted
 * attributes, where Handlebars' escaping asParent. Addresses take only values that are addresses.
 */
function checkTags(path: string, source: string): Problem[] {
  const problems: Problem[] = [];
  // Comments could hide a tag's name; blocks decide and do not print. What prints becomes one letter and its name.
  const text = source
    .replace(/\{\{!--[\s\S]*?--\}\}|\{\{![\s\S]*?\}\}/g, '')
    .replace(/\{\{~?[#/^][\s\S]*?\}\}|\{\{~?\s*else[\s\S]*?\}\}/g, '')
    .replace(
      /\{\{~?\s*([^}]*?)\s*~?\}\}/g,
      (_all, name: string) => `\ue000${name.split(/[./]/).at(-1)}\ue001`,
    );
  const lineOf = (at: number): number => text.slice(0, at).split('\n').length;
  for (const tag of text.matchAll(/<\/?([^\s>/]*)((?:"[^"]*"|'[^']*'|[^'">])*)>?/g)) {
    const [all, name = '', rest = ''] = tag;
    const refuse = (message: string): number =>
      problems.push({ file: path, line: lineOf(tag.index), column: 1, path: '', message });
    if (all.startsWith('<!--') || /^!doctype$/i.test(name)) continue;
    const isIcon = /^link$/i.test(name) && /^\s*rel="icon"\s+href="data:,"\s*\/?$/.test(rest);
    if (FORBIDDEN.test(name) && !isIcon)
      refuse(`may not bring <${name.replace(/[\ue000\ue001]/g, '')}>; the page works without`);
    if (/\ue000/.test(name)) refuse('may not make a tag of a value');
    if (/^meta$/i.test(name) && /http-equiv\s*=\s*"?\s*refresh/i.test(rest))
      refuse('may not send the reader elsewhere');
    const unquoted = rest.replace(/=\s*"[^"]*"/g, '=""').replace(/=\s*'[^']*'/g, "=''");
    if (/\ue000/.test(unquoted)) refuse('may place values in a tag only inside quotes');
    for (const [, attribute = '', value = ''] of rest.matchAll(
      /([^\s"'=<>/]+)\s*=\s*("[^"]*"|'[^']*'|[^\s>]*)/g,
    )) {
      const plain = value.replace(/^["']|["']$/g, '');
      const names = [...plain.matchAll(/\ue000([^\ue001]*)\ue001/g)].map((match) => match[1] ?? '');
      if (/^on/i.test(attribute) || /^srcdoc$/i.test(attribute))
        refuse('may not bring scripts; the page works without');
      if (/^(?:href|src|xlink:href|action|formaction|data|poster|background)$/i.test(attribute)) {
        if (/^\s*(?:javascript|vbscript|data:(?!,))/i.test(plain.replace(/[\s\u0000-\u001f]/g, '')))
          refuse('may not bring scripts; the page works without');
        if (names.some((each) => !ADDRESS.test(each)) || (names.length > 0 && !/^(?:\ue000|#)/.test(plain)))
          refuse(`may take only an address in ${attribute}: url, page or anchor`);
      }
      if (/^style$/i.test(attribute) && names.some((each) => !POSITION.test(each)))
        refuse('may take only computed positions in a style');
    }
    if (/\son\w+\s*=/i.test(` ${unquoted.replace(/\//g, ' ')}`))
      refuse('may not bring scripts; the page works without');
  }
  return problems;
}
