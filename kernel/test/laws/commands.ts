import fc, { type Arbitrary } from 'fast-check';
import type { Snapshot } from '../../spec/oracle.ts';
import type {
  Change,
  Command,
  Edge,
  FactKind,
  Facts,
  Grant,
  Rule,
  WantedRole,
} from '../../src/index.ts';
import { edgeOf, groupOf, memberOf, projectOf, roleOf } from '../build.ts';
import { rules } from '../rules.ts';
import {
  edges,
  grants,
  groups,
  managers,
  organizationRoles,
  principals,
  projects,
} from '../worlds.ts';

/** Commands on the cast of `worlds` and some who are not there yet, each of which may give or take something. */

type Verb = Command['do'];
type Does<V extends Verb> = Command & { do: V };

const among = fc.constantFrom<string[]>;
const principal = among(...principals, 'actor', 'newcomer');
const group = among(...groups, 'g5');
const project = among(...projects, 'P3');
const status = fc.constantFrom('active' as const, 'suspended' as const);
const name = among('p0', 'P1', 'other');

const roles = fc.array(organizationRoles, { minLength: 1, maxLength: 2 });
const toPrincipal = <V extends Verb>(verb: V) =>
  principal.map((id) => ({ do: verb, principal: id }));
const toGroup = fc.oneof(
  fc.record({ role: organizationRoles }),
  fc.record({ status }),
  fc.record({ slug: group }),
);

const joined = fc
  .tuple(edges, principal, fc.boolean())
  .map(([edge, member, nested]) =>
    nested ? edge : edgeOf(member, edge.group, validityAndSource(edge)),
  );
const validityAndSource = ({ source, from, until }: Edge) => ({ source, from, until });

const roleFor = (role: string, holder: string, { project, from, until }: Grant): WantedRole => ({
  id: `${role} for ${holder} on ${project}`,
  role,
  from,
  until,
  range: null,
});
const given = <V extends 'grant.add' | 'grant.replace'>(verb: V) =>
  fc.tuple(grants, fc.boolean()).map(([grant, forActor]) => {
    const holder = forActor ? 'actor' : grant.holder;
    const always = { ...grant, from: null, until: null };
    return {
      do: verb,
      project: grant.project,
      holder,
      holderKind: forActor ? ('principal' as const) : grant.holderKind,
      membership: 'fresh',
      roles: [roleFor('no-access', holder, always), roleFor(grant.role ?? 'viewer', holder, grant)],
    };
  });

const grantOn = (id: string) => ({ grant: `taking ${id}`, membership: `taker of ${id}` });

/** Without the conditions for which a role would be refused anyway. */
const wellFormed = (all: readonly Rule[]): Rule[] =>
  all.map(({ conditions, ...rule }) => {
    const { environment } = conditions ?? {};
    const readable = rule.subject === 'secrets' && typeof environment === 'string';
    return readable ? { ...rule, conditions: { environment } } : rule;
  });
const privilegeRules = rules('project').map(wellFormed);
const projectRules = fc.oneof(rules('project'), rules('project').map(wellFormed));
const role = fc.oneof(
  fc
    .tuple(among('R0', 'R1', 'R2'), rules('organization').map(wellFormed))
    .map(([id, all]) => roleOf(id, null, all)),
  fc
    .tuple(project, among('A', 'B', 'C'), projectRules)
    .map(([place, kind, all]) => roleOf(`${place}-${kind}`, place, all)),
);

const unique = <T extends { id: string }>(all: readonly T[]): T[] => [
  ...new Map(all.map((one) => [one.id, one])).values(),
];

const environment = among('dev', 'prod');
const folder = among('/api', '/api/x', '/prod', '/open');
const tag = among('red', 'green', 'blue');
const thing = fc.record({
  environment,
  secretPath: among('/', '/api', '/api/x', '/prod/eu'),
  secretName: among('TOKEN', 'DB_URL'),
  secretTags: fc.subarray(['red', 'green', 'blue']),
});

const gone = <K extends FactKind>(kind: K, all: readonly Facts[K][]): Change[] =>
  all.map((before) => ({ kind, before, after: null }) as unknown as Change);
/** A group that was deleted, with whoever was in it, what it was in, and what it had. */
const deletedGroup = fc
  .tuple(
    group,
    organizationRoles,
    fc.array(joined, { maxLength: 3 }),
    fc.array(grants, { maxLength: 2 }),
  )
  .map(([id, own, all, had]) => ({
    do: 'group.restore' as const,
    group: id,
    deleted: [
      ...gone('edge', unique(all.map((edge) => edgeOf(edge.member, id, validityAndSource(edge))))),
      ...gone('edge', unique(all.map((edge) => edgeOf(id, edge.group, validityAndSource(edge))))),
      ...gone(
        'grant',
        unique(
          had.map((grant) => ({
            ...grant,
            id: `${grant.id} of ${id}`,
            holder: id,
            holderKind: 'group' as const,
          })),
        ),
      ),
      ...gone('group', [groupOf(id, { role: own })]),
    ],
  }));
const deletedProject = fc
  .tuple(project, principal, fc.array(grants, { maxLength: 4 }), fc.boolean())
  .map(([id, by, had, byActor]) => ({
    do: 'project.restore' as const,
    project: id,
    by: byActor ? 'actor' : by,
    deleted: [
      ...gone(
        'grant',
        unique(had.map((grant) => ({ ...grant, id: `${grant.id} on ${id}`, project: id }))),
      ),
      ...gone('project', [projectOf(id)]),
    ],
  }));

/** One for each verb: a verb that is not here does not compile. The number says how many times as often it is drawn. */
const byVerb: { readonly [V in Verb]: readonly [weight: number, Arbitrary<Does<V>>] } = {
  'member.add': [
    2,
    fc
      .tuple(principal, roles, fc.constantFrom('active' as const, 'invited' as const))
      .map(([id, all, now]) => ({
        do: 'member.add',
        member: memberOf(id, { roles: all, status: now }),
      })),
  ],
  'member.setRoles': [
    3,
    fc.tuple(principal, roles).map(([id, all]) => ({
      do: 'member.setRoles',
      principal: id,
      roles: all,
    })),
  ],
  'member.suspend': [1, toPrincipal('member.suspend')],
  'member.reactivate': [1, toPrincipal('member.reactivate')],
  'member.accept': [
    1,
    fc.tuple(principal, principal, fc.boolean()).map(([id, inviter, isProven]) => ({
      do: 'member.accept',
      principal: id,
      inviter,
      isProven,
    })),
  ],
  'member.prove': [1, toPrincipal('member.prove')],
  'member.remove': [1, toPrincipal('member.remove')],
  'member.control': [
    2,
    fc
      .tuple(principal, among('edit', 'delete'))
      .map(([id, action]) => ({ do: 'member.control', principal: id, action })),
  ],
  'group.create': [
    1,
    fc
      .tuple(group, organizationRoles)
      .map(([id, own]) => ({ do: 'group.create', group: groupOf(id, { role: own }) })),
  ],
  'group.edit': [
    2,
    fc.tuple(group, toGroup).map(([id, wanted]) => ({ do: 'group.edit', group: id, ...wanted })),
  ],
  'group.delete': [1, group.map((id) => ({ do: 'group.delete', group: id }))],
  'group.restore': [2, deletedGroup],
  'edge.add': [3, joined.map((edge) => ({ do: 'edge.add', edge }))],
  'edge.remove': [
    2,
    edges.map(({ group: id, member, source }) => ({
      do: 'edge.remove',
      group: id,
      member,
      source,
    })),
  ],
  'grant.add': [2, given('grant.add')],
  'grant.replace': [2, given('grant.replace')],
  'grant.remove': [
    3,
    grants.map(({ project: id, holder }) => ({ do: 'grant.remove', project: id, holder })),
  ],
  'manager.add': [1, managers.map((manager) => ({ do: 'manager.add', manager }))],
  'manager.remove': [
    1,
    managers.map(({ group: id, holder }) => ({ do: 'manager.remove', group: id, holder })),
  ],
  'privilege.add': [
    2,
    fc
      .tuple(grants, privilegeRules, fc.boolean())
      .map(([{ role: _, membership: __, ...grant }, all, forActor]) => ({
        do: 'privilege.add',
        privilege: {
          ...grant,
          ...(forActor ? { holder: 'actor', holderKind: 'principal' as const } : {}),
          id: 'fresh',
          slug: 'fresh',
          rules: all,
        },
      })),
  ],
  'privilege.edit': [
    2,
    fc.tuple(grants, privilegeRules).map(([{ id, from, until }, all]) => ({
      do: 'privilege.edit',
      privilege: id,
      rules: all,
      from,
      until,
    })),
  ],
  'privilege.remove': [1, grants.map(({ id }) => ({ do: 'privilege.remove', privilege: id }))],
  'project.create': [
    2,
    project.map((id) => ({ do: 'project.create', project: projectOf(id), ...grantOn(id) })),
  ],
  'project.edit': [
    1,
    fc.tuple(project, name).map(([id, slug]) => ({ do: 'project.edit', project: id, slug })),
  ],
  'project.delete': [1, project.map((id) => ({ do: 'project.delete', project: id }))],
  'project.take': [2, project.map((id) => ({ do: 'project.take', project: id, ...grantOn(id) }))],
  'project.restore': [2, deletedProject],
  'role.create': [1, role.map((one) => ({ do: 'role.create', role: one }))],
  'role.edit': [4, role.map(({ id, rules: all }) => ({ do: 'role.edit', role: id, rules: all }))],
  'role.delete': [1, role.map(({ id }) => ({ do: 'role.delete', role: id }))],
  'environment.rename': [
    2,
    fc.tuple(project, environment, among('dev', 'prod', 'qa')).map(([id, from, slug]) => ({
      do: 'environment.rename',
      project: id,
      environment: from,
      slug,
    })),
  ],
  'environment.delete': [
    1,
    fc.tuple(project, environment).map(([id, from]) => ({
      do: 'environment.delete',
      project: id,
      environment: from,
      things: [],
    })),
  ],
  'folder.rename': [
    2,
    fc.tuple(project, environment, folder, folder).map(([id, from, path, to]) => ({
      do: 'folder.rename',
      project: id,
      environment: from,
      path,
      to,
    })),
  ],
  'folder.delete': [
    1,
    fc.tuple(project, environment, folder).map(([id, from, path]) => ({
      do: 'folder.delete',
      project: id,
      environment: from,
      path,
      things: [{ subject: 'secret-folders', attributes: { environment: from, secretPath: path } }],
    })),
  ],
  'secret.change': [
    2,
    fc
      .tuple(project, thing, thing)
      .map(([id, was, is]) => ({ do: 'secret.change', project: id, was, is })),
  ],
  'tag.rename': [
    1,
    fc
      .tuple(project, tag, among('red', 'green', 'plain'))
      .map(([id, from, slug]) => ({ do: 'tag.rename', project: id, tag: from, slug })),
  ],
  'tag.delete': [
    1,
    fc.tuple(project, tag).map(([id, from]) => ({ do: 'tag.delete', project: id, tag: from })),
  ],
};

export const verbs = Object.keys(byVerb) as Verb[];

/** Commands that do one thing. */
export const commandsThat = (verb: Verb): Arbitrary<Command> => byVerb[verb][1];

export const commands: Arbitrary<Command> = fc.oneof(
  ...verbs.map((verb) => ({ weight: byVerb[verb][0], arbitrary: commandsThat(verb) })),
);

/** The command turned to something that is there: what is removed at random seldom is. */
export function aimed(
  command: Command,
  { edges: written, grants: given, managers: appointed }: Snapshot,
  nth: number,
): Command {
  const edge = written[nth % written.length];
  const grant = given[nth % given.length];
  const carried = given.filter(({ rules: own }) => own !== null);
  const privilege = carried[nth % carried.length];
  const manager = appointed[nth % appointed.length];
  if (command.do === 'edge.remove' && edge)
    return { ...command, group: edge.group, member: edge.member, source: edge.source };
  if (command.do === 'grant.remove' && grant)
    return { ...command, project: grant.project, holder: grant.holder };
  if ((command.do === 'privilege.edit' || command.do === 'privilege.remove') && privilege)
    return { ...command, privilege: privilege.id };
  if (command.do === 'manager.remove' && manager)
    return { ...command, group: manager.group, holder: manager.holder };
  if (command.do === 'grant.replace' && grant)
    return {
      ...command,
      project: grant.project,
      holder: grant.holder,
      holderKind: grant.holderKind,
    };
  return command;
}
