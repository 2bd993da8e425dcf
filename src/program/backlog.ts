/** Small issues in stock: what the program and the cohort keep ready for each role, one issue for each who is to do it. */
import { LABEL } from '../model/labels.ts';
import type { BacklogItem } from './backlog-schema.ts';
import type { EnrolledTask } from './enrolment.ts';
import { holds, isOnce, ownersOf } from './people-schema.ts';
import { peopleOf, personOf, type Setting, slugOf } from './setting.ts';
import { roleTitle } from './words.ts';

export function enrolBacklog(setting: Setting): EnrolledTask[] {
  const { shared, intern } = setting;
  return setting.backlog
    .filter((item) => holds(item.when, intern.attributes))
    .flatMap((item) =>
      ownersOf(item.owner).map((name) => {
        const all = shared?.backlog.find(({ key }) => key === item.key);
        return isOnce([name], undefined) && shared && all
          ? enrolItem(shared, all, name)
          : enrolItem(setting, item, name);
      }),
    );
}

function enrolItem(setting: Setting, item: BacklogItem, name: string): EnrolledTask {
  const { cohort, epic, program, words } = setting;
  const once = isOnce([name], undefined);
  const isOne = ownersOf(item.owner).length === 1;
  return {
    issue: `${once ? `${cohort.cohort}/.once` : epic}/backlog/${item.key}${isOne ? '' : `/${slugOf(name)}`}`,
    title: isOne ? item.title : `${item.title} (${roleTitle(name, words)})`,
    text: item.text ?? null,
    boxes: [],
    owners: personOf(name, peopleOf(setting), program),
    once,
    due: null,
    label: LABEL.backlog,
    confidential: false,
    effort: null,
  };
}
