/**
 * Handlebars, when it is first needed: most runs render our own templates, which a build has compiled, and some render none. A build
 * puts both in place of what stands here (build.mjs).
 */
import { createRequire } from 'node:module';
import type Handlebars from 'handlebars';

const load = createRequire(import.meta.url);

/** All of it, for templates that a program brings. */
export const compiler = (): typeof Handlebars => load('handlebars') as typeof Handlebars;

/** What renders a compiled template. */
export const runtime = (): Pick<typeof Handlebars, 'template'> =>
  load('handlebars/runtime') as typeof Handlebars;

/** Our templates as a build compiled them, by file; none in a clone, where they are compiled as they are needed. */
export const precompiled = (): Record<string, TemplateSpecification | undefined> => ({});
