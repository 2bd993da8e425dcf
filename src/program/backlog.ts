/** Small issues in stock: what the program and the cohort keep ready for each role, one issue for each who is to do it. */
import { isSameUser } from '../model/accounts.ts';
import { LABEL } from '../model/labels.ts';
import type { BacklogItem } from './backlog-schema.ts';
import type { EnrolledTask } from './enrolment.ts';
import { holds, isOnce, isOwnRole, ownersOf } from './people-schema.ts';
import { peopleOf, personOf, type Setting } from './setting.ts';
import { roleTitle } from './words.ts';

export function enrolBacklog(setting: Setting): EnrolledTask[] {
  const { shared, intern } = setting;
  return setting.backlog
    .filter((item) => holds(item.when, intern.attributes))
    .flatMap((item) =>
      eachOwner(item).map((name) => {
        const all = shared?.backlog.find(({ key }) => key === item.key);
        return isOnce([name], undefined) && shared && all
          ? enrolItem(shared, all, name)
          : enrolItem(setting, item, name);
      }),
    );
}

/** Once, however often the list names somebody. */
const eachOwner = ({ owner }: BacklogItem): string[] =>
  ownersOf(owner).filter((name, at, all) => all.findIndex((each) => isSameUser(each, name)) === at);

function enrolItem(setting: Setting, item: BacklogItem, name: string): EnrolledTask {
  const { cohort, epic, program, words } = setting;
  const once = isOnce([name], undefined);
  const isOne = eachOwner(item).length === 1;
  return {
    // With the owner also where there is one: another one makes no second issue of the first.
    issue: `${once ? `${cohort.cohort}/.once` : epic}/backlog/${item.key}/${name.toLowerCase()}`,
    title: isOne
      ? item.title
      : `${item.title} (${isOwnRole(name) || Object.hasOwn(program.roles, name) ? roleTitle(name, words) : name})`,
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
