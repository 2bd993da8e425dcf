/** What a cohort file says about who is where when: rotations of its own, places, absences, a calendar, and wishes for the planner. */
import * as z from 'zod';
import { day, line, slug, username } from './basics.ts';

const entry = z
  .union(
    [
      slug,
      z.strictObject({ gap: z.int().min(1).max(26).describe('Weeks without a team.') }),
      z.strictObject({
        area: slug.describe('An area of the program, or the key of one of its rotations.'),
        weeks: z.int().min(1).max(52).optional().describe('As in the program unless told.'),
        from: day.optional().describe('A day of its first week; behind the one before unless told.'),
        mentor: username.optional().describe('Another mentor for these weeks.'),
      }),
    ],
    { error: 'must be an area, { area, weeks, from, mentor }, or { gap: weeks }' },
  )
  .describe('An area; or a gap of some weeks.');

/** The order of rotations, in place of the program's. */
export const rotationsSchema = z.array(entry).min(1).max(60);

export type RotationEntry = z.infer<typeof entry>;

const period = { from: day, to: day.optional().describe('Last day; the same one unless told.') };

export const absence = z.strictObject({
  who: username.describe('An intern or a mentor.'),
  ...period,
  reason: line.optional(),
});

const place = {
  country: z.string().regex(/^[A-Z]{2}$/, 'must be two capital letters, like DE'),
  region: line.optional(),
};

export const calendarSchema = z.strictObject({
  country: place.country.optional().describe('Whose public holidays are free: two letters, DE.'),
  region: place.region.describe('State or region of the country: BY.'),
  people: z
    .record(username, z.strictObject(place))
    .default({})
    .describe('Interns and mentors who live somewhere else.'),
  closures: z
    .array(z.strictObject({ title: line, ...period }))
    .max(50)
    .default([])
    .describe('Days on which nobody works.'),
});

export const planningSchema = z.strictObject({
  weeks: z
    .int()
    .min(1)
    .max(104)
    .optional()
    .describe('Weeks that a plan may take; the program’s unless told.'),
  pins: z
    .array(z.strictObject({ intern: username, area: slug, from: day }))
    .max(500)
    .default([])
    .describe('Who has to be where in the week of a day: its first week there.'),
  order: z
    .array(
      z
        .strictObject({
          area: slug,
          intern: username.optional().describe('For one intern; for everybody unless told.'),
          first: z.literal(true).optional(),
          last: z.literal(true).optional(),
          before: slug.optional(),
          after: slug.optional(),
        })
        .refine(
          ({ first, last, before, after }) =>
            [first, last, before, after].filter((each) => each !== undefined).length === 1,
          'needs exactly one of first, last, before and after',
        ),
    )
    .max(200)
    .default([]),
  apart: z
    .array(z.tuple([username, username]))
    .max(200)
    .default([])
    .describe('Two interns who are never in one area at the same time.'),
  together: z
    .array(z.tuple([username, username]))
    .max(200)
    .default([])
    .describe('Two interns who are in each area at the same time.'),
});

export const areaPeople = z.strictObject({
  mentor: username.optional(),
  manager: username.optional(),
  mentors: z
    .array(
      z.union([username, z.strictObject({ username, capacity: z.int().min(1).max(50) })], {
        error: 'must be a user name, or { username, capacity }',
      }),
    )
    .max(50)
    .default([])
    .describe('More people who mentor there, perhaps with how many interns at once; a plan chooses.'),
  capacity: z.int().min(0).max(100).optional().describe('How many interns at once; any number unless told.'),
  capacity_in: z
    .array(z.strictObject({ ...period, capacity: z.int().min(0).max(100) }))
    .max(50)
    .default([])
    .describe('Other numbers for some weeks.'),
});

const time = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time like 09:30, in quotes');

export const ritualsSchema = z.strictObject({
  one_on_one: z
    .strictObject({
      weekday: z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday']).default('wednesday'),
      time: time.default('10:00').describe('In the cohort’s time zone.'),
      minutes: z.int().min(5).max(480).default(30),
    })
    .optional()
    .describe('The weekly 1:1.'),
  agendas: z
    .array(z.enum(['manager-intern', 'mentor-intern', 'mentor-manager']))
    .max(3)
    .default(['manager-intern', 'mentor-intern'])
    .describe('For whose 1:1s `kickoff agenda` opens an issue.'),
});
