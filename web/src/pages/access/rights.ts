import { type Level, subjectsOf } from '@coterie/kernel';

type Right = { text: string; subject: string; action: string };
/** Actions on one subject under the same conditions; `where` is empty for everywhere. */
export type RightGroup = { subject: string; actions: readonly string[]; where: string };

/** Rights put together by subject and condition; those of subjects that nothing asks for are only counted. */
export function rightGroups(rights: readonly Right[], level: Level) {
  const subjects = subjectsOf(level);
  const asked = rights.filter(({ subject }) => subjects[subject]?.enforced !== false);
  const byKey = Map.groupBy(asked, (right) => `${right.subject} ${conditionOf(right)}`);
  const groups = [...byKey.values()].map(
    (list): RightGroup => ({
      subject: list[0]!.subject,
      actions: list.map(({ action }) => action),
      where: conditionOf(list[0]!),
    }),
  );
  return { groups, unasked: rights.length - asked.length };
}

/** The words of a right say its conditions last, after "where". */
const conditionOf = ({ text }: Right): string => text.split(' where ').slice(1).join(' where ');
