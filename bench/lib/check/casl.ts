import { createMongoAbility, type MongoAbility, subject } from '@casl/ability';
import type { ConditionValue, Role, Rule } from '../../../kernel/src/index.ts';
import type { LiveOrganization } from '../live.ts';
import type { Asked } from '../questions.ts';
import type { Contestant } from './contestant.ts';

type Thing = Asked['attributes'];

/**
 * CASL knows neither groups nor projects: who stands behind a user and which roles are live is worked out beforehand, and
 * an ability is made of the roles' rules. Denies come last, since with CASL the last rule that speaks decides.
 */
export function prepare(live: LiveOrganization, questions: readonly Asked[]): Contestant[] {
  const holders = new Map(questions.map(({ principal }) => [principal, live.holdersOf(principal)]));
  const templates = new Map<string, number>();
  const templateOf = new Map<Role, number>();
  for (const role of live.organization.roles) {
    const key = JSON.stringify(role.rules);
    templates.set(key, templates.get(key) ?? templates.size);
    templateOf.set(role, templates.get(key) as number);
  }
  // What is asked about, tagged with its subject as CASL wants it.
  const things = questions.map((asked) => subject(asked.subject, { ...asked.attributes }));

  const rolesOf = ({ principal, project }: Asked): Role[] => {
    const onProject = live.rolesOf(project);
    const roles: Role[] = [];
    for (const holder of holders.get(principal) ?? []) {
      const held = onProject.get(holder);
      if (held) roles.push(...held);
    }
    return roles;
  };
  const bySet = new Map<string, MongoAbility>();
  const ofSet = (roles: Role[]): MongoAbility => {
    const key = roles
      .map((role) => templateOf.get(role))
      .sort()
      .join();
    const known = bySet.get(key) ?? abilityOf(roles);
    bySet.set(key, known);
    return known;
  };
  const byPlace = new Map<string, Map<string, MongoAbility>>();
  const ofPlace = (asked: Asked): MongoAbility => {
    const ofUser = byPlace.get(asked.principal) ?? new Map<string, MongoAbility>();
    byPlace.set(asked.principal, ofUser);
    const known = ofUser.get(asked.project) ?? abilityOf(rolesOf(asked));
    ofUser.set(asked.project, known);
    return known;
  };

  const contestant = (how: string, find: (asked: Asked) => MongoAbility): Contestant => ({
    name: `@casl/ability, ${how}`,
    asks: questions.length,
    ask(question) {
      const asked = questions[question] as Asked;
      const ability = find(asked);
      const thing = things[question] as Thing;
      return asked.action === 'readValue'
        ? ability.can('describeSecret', thing) && ability.can('readValue', thing)
        : ability.can(asked.action, thing);
    },
  });
  return [
    contestant('cached for each user and project', ofPlace),
    contestant('cached for each role set', (asked) => ofSet(rolesOf(asked))),
    {
      ...contestant('built for each check', (asked) => abilityOf(rolesOf(asked))),
      asks: Math.min(2000, questions.length),
    },
  ];
}

function abilityOf(roles: readonly Role[]): MongoAbility {
  const rules = roles.flatMap((role) => role.rules);
  const ordered = [
    ...rules.filter((rule) => !rule.inverted),
    ...rules.filter((rule) => rule.inverted),
  ];
  return createMongoAbility(ordered.map(caslRule));
}

const caslRule = ({ subject: name, action, inverted = false, conditions }: Rule) => ({
  subject: name,
  action: typeof action === 'string' ? action : [...action],
  inverted,
  ...(conditions
    ? {
        conditions: Object.fromEntries(
          Object.entries(conditions).map(([key, value]) => [key, caslCondition(value)]),
        ),
      }
    : {}),
});

/** CASL has no `$glob`; a folder and all below it is a regular expression. */
const caslCondition = (value: ConditionValue): unknown =>
  typeof value === 'object' && typeof value.$glob === 'string'
    ? { $regex: new RegExp(`^${value.$glob.slice(0, -3)}(/.*)?$`) }
    : value;
