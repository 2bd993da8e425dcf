import { badParam } from './http-error.ts';

/** Parameters as they came, from the query or the JSON body. Unknown ones are ignored, as Grape ignores them. */
export type Params = Record<string, unknown>;

/** Grape's error for required parameters, all of them in one line: `name is missing, color is missing`. */
export function requireParams(params: Params, names: string[]): void {
  const missing = names.filter((name) => params[name] === undefined || params[name] === null);
  if (missing.length > 0) throw badParam(missing.map((name) => `${name} is missing`).join(', '));
}

/** At least one of the named parameters, `at_least_one_of` in the API's update routes. */
export function requireAny(params: Params, names: string[]): void {
  if (names.some((name) => params[name] !== undefined)) return;
  throw badParam(`${names.join(', ')} are missing, at least one parameter must be provided`);
}

/** A string, or undefined when absent. Numbers are taken as text, as Grape coerces them. */
export function text(params: Params, name: string): string | undefined {
  const value = params[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw badParam(`${name} is invalid`);
}

/** A whole number, null when it was sent empty, undefined when absent. */
export function whole(params: Params, name: string): number | null | undefined {
  const value = params[name];
  if (value === undefined) return undefined;
  if (value === null || value === '') return null;
  const number = Number(value);
  if (!Number.isInteger(number)) throw badParam(`${name} is invalid`);
  return number;
}

export function flag(params: Params, name: string): boolean | undefined {
  const value = params[name];
  if (value === undefined || value === null) return undefined;
  if (value === true || value === 'true' || value === '1' || value === 1) return true;
  if (value === false || value === 'false' || value === '0' || value === 0) return false;
  throw badParam(`${name} is invalid`);
}

export function oneOf<T extends string>(params: Params, name: string, values: readonly T[]): T | undefined {
  const value = text(params, name);
  if (value === undefined) return undefined;
  const found = values.find((each) => each === value);
  if (found === undefined) throw badParam(`${name} does not have a valid value`);
  return found;
}

/** Labels come as one comma list or as an array; commas split inside array elements too (docs/gitlab.md#issues). */
export function commaList(params: Params, name: string): string[] | undefined {
  const value = params[name];
  if (value === undefined || value === null) return undefined;
  const parts = Array.isArray(value) ? value : [value];
  return parts
    .flatMap((part) => String(part).split(','))
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

export function wholeList(params: Params, name: string): number[] | undefined {
  const value = params[name];
  if (value === undefined || value === null) return undefined;
  const parts = Array.isArray(value) ? value : String(value).split(',');
  return parts
    .filter((part) => part !== '')
    .map((part) => {
      const number = Number(part);
      if (!Number.isInteger(number)) throw badParam(`${name} is invalid`);
      return number;
    });
}

/**
 * A date as Rails casts it: `YYYY-MM-DD`, an ISO time, or `D/M/Y`; anything else, also 30 February, silently becomes
 * null (docs/gitlab.md#milestones, docs/gitlab.md#issues). Undefined when absent.
 */
export function date(params: Params, name: string): string | null | undefined {
  const value = params[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string') return null;
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/.exec(value.trim());
  const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(value.trim());
  const parts = iso ? [iso[1], iso[2], iso[3]] : slashed ? [slashed[3], slashed[2], slashed[1]] : null;
  if (!parts) return null;
  const [year, month, day] = parts.map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  const day0 = new Date(Date.UTC(year, month - 1, day));
  const same =
    day0.getUTCFullYear() === year && day0.getUTCMonth() === month - 1 && day0.getUTCDate() === day;
  return same ? day0.toISOString().slice(0, 10) : null;
}

/** At most one of two parameters, in GitLab's words (recorded: "issue: both epic names"). */
export function requireOne(params: Params, left: string, right: string): void {
  if (params[left] !== undefined && params[right] !== undefined)
    throw badParam(`${left}, ${right} are mutually exclusive`);
}

/** A moment as text; what is none is refused (recorded: "list: updated after nonsense"). */
export function time(params: Params, name: string): string | undefined {
  const value = text(params, name);
  if (value !== undefined && Number.isNaN(Date.parse(value))) throw badParam(`${name} is invalid`);
  return value;
}
