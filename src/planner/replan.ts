/** A plan that is made in the middle of a program: what has begun stays, and what is over is nobody's conflict any more. Pure. */
import { type Stay, standing, type Task, type Trainee } from './task.ts';

/** The task seen from a week on, counted from 0: only what begins there or later is planned. */
export function replanFrom(task: Task, week: number): Task {
  const begun = standing(task).filter(({ at }) => at < week);
  const isBegun = (intern: string, area: string): boolean =>
    begun.some((each) => each.intern === intern && each.area === area);
  return {
    ...task,
    plansFrom: week,
    trainees: task.trainees.map((each) => replannedTrainee(each, week, begun)),
    teams: task.teams.map((team) => ({
      ...team,
      // Whoever is there already stays, however many places there are meanwhile.
      places: team.places.map((room, at) =>
        room === null || at < week
          ? null
          : Math.max(room, begun.filter((each) => isIn(each, team.key, at)).length),
      ),
      mentors: team.mentors.map((mentor) => ({ ...mentor, away: from(mentor.away, week) })),
    })),
    wishes: task.wishes.filter((wish) => wish.kind !== 'pin' || !isBegun(wish.intern, wish.area)),
  };
}

const from = (weeks: Set<number>, week: number): Set<number> =>
  new Set([...weeks].filter((each) => each >= week));

const isIn = ({ area, at, weeks }: Stay, key: string, week: number): boolean =>
  area === key && at <= week && week < at + weeks;

function replannedTrainee(trainee: Trainee, week: number, all: Stay[]): Trainee {
  const begun = all.filter(({ intern }) => intern === trainee.username);
  const isBusy = (at: number): boolean => begun.some((each) => isIn(each, each.area, at));
  return {
    ...trainee,
    fixed: new Set([...trainee.fixed, ...begun.map(({ area }) => area)]),
    away: new Set([...from(trainee.away, week)].filter((at) => !isBusy(at))),
  };
}
