/** What may stand in a role file: the levels of a role, what each asks for, and where it leads. */

import * as z from 'zod';
import { line, slug, url } from './basics.ts';
import { once } from './once.ts';

export const KINDS = ['skill', 'duty', 'trait', 'years'] as const;

export const roleSchema = once(() => {
  const requirement = z.strictObject({
    key: slug,
    text: line,
    kind: z
      .enum(KINDS)
      .describe(
        'skill: something one can show. duty: something one does. trait: how somebody is. years: how long; traits and years are listed and never counted.',
      ),
  });

  const level = z.strictObject({
    key: slug,
    title: line,
    grade: z.int().min(1).max(20).optional(),
    reports_to: line.optional(),
    extends: slug.optional().describe('The level whose responsibilities this one adds to.'),
    about: z.array(line).max(20).default([]),
    responsibilities: z.array(requirement).max(60).default([]),
    requirements: z.array(requirement).max(60).default([]),
  });

  return z
    .strictObject({
      version: z.literal(1),
      role: slug.describe('Name of the role; programs name it.'),
      title: line,
      overview: z.array(line).max(30).default([]),
      team: z.array(line).max(60).default([]).describe('What the team as a whole is responsible for.'),
      requirements: z.array(requirement).max(60).default([]).describe('Asked for at every level.'),
      levels: z.array(level).min(1).max(20),
      ladder: z
        .array(z.strictObject({ from: line, to: line }))
        .max(60)
        .default([])
        .describe('Which title leads to which, by title; also titles that have no level here.'),
      indicators: z.array(line).max(30).default([]),
      links: z
        .array(z.strictObject({ title: line, url }))
        .max(50)
        .default([]),
      hiring: z.array(line).max(30).default([]).describe('Steps, in order.'),
      background: z
        .array(z.strictObject({ title: line, text: z.array(line).max(50) }))
        .max(60)
        .default([]),
    })
    .superRefine((role, context) => {
      const say = (path: (string | number)[], message: string): void =>
        context.addIssue({ code: 'custom', path, message });
      const keys = role.levels.map(({ key }) => key);
      keys.forEach((key, at) => {
        if (keys.indexOf(key) !== at) say(['levels', at, 'key'], 'is the key of another level');
      });
      role.levels.forEach(({ key, extends: lower, responsibilities, requirements }, at) => {
        if (lower !== undefined && (lower === key || !keys.includes(lower)))
          say(['levels', at, 'extends'], `is no other level of the role; they are ${keys.join(', ')}`);
        const own = { responsibilities, requirements };
        for (const part of ['responsibilities', 'requirements'] as const) {
          own[part].forEach((each, index) => {
            if (own[part].findIndex((other) => other.key === each.key) !== index)
              say(['levels', at, part, index, 'key'], 'is used twice here');
          });
        }
      });
    })
    .describe('A kickoff role file');
});

export type Role = z.infer<ReturnType<typeof roleSchema>>;
export type RoleLevel = Role['levels'][number];
export type Requirement = Role['requirements'][number];

/**
 * What a level asks for: what every level does, its own requirements, and its responsibilities with those of the levels that
 * it extends, the lowest first. Requirements are not inherited: a level says its own.
 */
export function askedFor(role: Role, level: RoleLevel): Requirement[] {
  const chain: RoleLevel[] = [];
  for (let at: RoleLevel | undefined = level; at && !chain.includes(at); ) {
    chain.unshift(at);
    const lower: string | undefined = at.extends;
    at = role.levels.find(({ key }) => key === lower);
  }
  const all = [
    ...role.requirements,
    ...level.requirements,
    ...chain.flatMap(({ responsibilities }) => responsibilities),
  ];
  return [...new Map(all.map((each) => [each.key, each])).values()];
}
