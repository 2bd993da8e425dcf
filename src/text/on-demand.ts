/**
 * Libraries that most runs do without, when they are first needed: our own templates are compiled by a build, and only what a program brings
 * is compiled and cleaned here. A build puts files of their own in place of what stands here (build.mjs).
 */
import { createRequire } from 'node:module';
import type Handlebars from 'handlebars';
import type sanitizeHtml from 'sanitize-html';

const load = createRequire(import.meta.url);

/** All of it, for templates that a program brings. */
export const compiler = (): typeof Handlebars => load('handlebars') as typeof Handlebars;

/** What renders a compiled template. */
export const runtime = (): Pick<typeof Handlebars, 'template'> =>
  load('handlebars/runtime') as typeof Handlebars;

/** Our templates as a build compiled them, by file; none in a clone, where they are compiled as they are needed. */
export const precompiled = (): Record<string, TemplateSpecification | undefined> => ({});

/** Cleans HTML that a program's own template made. */
export const sanitizer = (): typeof sanitizeHtml => load('sanitize-html') as typeof sanitizeHtml;
