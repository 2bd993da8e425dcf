/** As much of GraphQL as it takes to answer a query with what it selects: fields, arguments, aliases and inline fragments. */
import { HttpError } from './http-error.ts';

export interface Selection {
  /** Name in the answer. */
  alias: string;
  field: string;
  args: Record<string, unknown>;
  /** Only for values of this type. */
  on: string | null;
  children: Selection[];
}

/** A value of the graph: a field may be a function of its arguments; `__typename` says which fragments apply. */
export type Node = { [field: string]: unknown };

const TOKEN = /[!$(){}:[\]=]|\.\.\.|"(?:[^"\\]|\\.)*"|[\w-]+|#[^\n]*/g;

class Reader {
  private at = 0;
  private readonly tokens: string[];
  private readonly variables: Record<string, unknown>;
  constructor(text: string, variables: Record<string, unknown>) {
    this.tokens = (text.match(TOKEN) ?? []).filter((token) => !token.startsWith('#'));
    this.variables = variables;
  }

  peek(): string | undefined {
    return this.tokens[this.at];
  }

  next(): string {
    const token = this.tokens[this.at];
    if (token === undefined)
      throw new HttpError(400, { errors: [{ message: 'Unexpected end of document' }] });
    this.at += 1;
    return token;
  }

  /** What stands before the first selection: the kind of operation, its name and its variables. */
  operation(): 'query' | 'mutation' {
    const kind = this.peek() === 'mutation' ? 'mutation' : 'query';
    let depth = 0;
    while (this.peek() !== '{' || depth > 0) {
      const token = this.next();
      depth += Number(token === '(') - Number(token === ')');
    }
    return kind;
  }

  selections(): Selection[] {
    const found: Selection[] = [];
    this.next();
    while (this.peek() !== '}') found.push(this.selection());
    this.next();
    return found;
  }

  private selection(): Selection {
    const first = this.next();
    if (first === '...') {
      this.next();
      const on = this.next();
      return { alias: '', field: '', args: {}, on, children: this.selections() };
    }
    let field = first;
    if (this.peek() === ':') {
      this.next();
      field = this.next();
    }
    const args: Record<string, unknown> = {};
    if (this.peek() === '(') {
      this.next();
      while (this.peek() !== ')') {
        const name = this.next();
        this.next();
        args[name] = this.value();
      }
      this.next();
    }
    return { alias: first, field, args, on: null, children: this.peek() === '{' ? this.selections() : [] };
  }

  private value(): unknown {
    const token = this.next();
    if (token === '$') return this.variables[this.next()];
    if (token === '[') {
      const list: unknown[] = [];
      while (this.peek() !== ']') list.push(this.value());
      this.next();
      return list;
    }
    if (token === '{') {
      const object: Record<string, unknown> = {};
      while (this.peek() !== '}') {
        const name = this.next();
        this.next();
        object[name] = this.value();
      }
      this.next();
      return object;
    }
    if (token.startsWith('"')) return JSON.parse(token);
    return /^-?\d+$/.test(token)
      ? Number(token)
      : token === 'true'
        ? true
        : token === 'false'
          ? false
          : token;
  }
}

export function parseDocument(
  query: string,
  variables: Record<string, unknown>,
): { kind: 'query' | 'mutation'; selections: Selection[] } {
  const reader = new Reader(query, variables);
  return { kind: reader.operation(), selections: reader.selections() };
}

/** Line and column of a word of the query, as errors give them. */
export function locate(query: string, word: string): { line: number; column: number } {
  const before = query.slice(0, Math.max(query.search(new RegExp(`\\b${word}\\b`)), 0)).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 };
}

/** A field that its type does not have, in GitLab's words (recorded: "graphql: unknown field"). */
export class UnknownField extends Error {
  readonly field: string;
  readonly type: string;
  constructor(field: string, type: string) {
    super(`Field '${field}' doesn't exist on type '${type}'`);
    this.field = field;
    this.type = type;
  }
}

/** What the selections select of a value. */
export function select(value: unknown, selections: Selection[]): unknown {
  if (value === null || value === undefined || selections.length === 0) return value ?? null;
  if (Array.isArray(value)) return value.map((each) => select(each, selections));
  const node = value as Node;
  const answer: Node = {};
  for (const { alias, field, args, on, children } of selections) {
    if (on !== null) {
      if (node.__typename === on) Object.assign(answer, select(node, children));
      continue;
    }
    if (!(field in node)) throw new UnknownField(field, String(node.__typename ?? 'Query'));
    const found = node[field];
    answer[alias] = select(typeof found === 'function' ? found(args) : found, children);
  }
  return answer;
}
