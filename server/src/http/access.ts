import { access, type RouteAnswer } from '@coterie/contract';
import { builtIn, isId } from '@coterie/kernel';
import type { LoggedEntry } from '../store/log/log.ts';
import type { PrincipalRow } from '../store/organization/members.ts';
import { compareAccess } from '../usecases/access/compare.ts';
import { explainAccess } from '../usecases/access/explain.ts';
import { exportLog, readLog, verifyAccessLog } from '../usecases/access/log.ts';
import { projectAccess } from '../usecases/access/project-access.ts';
import { whereUsed } from '../usecases/access/where-used.ts';
import { whoCanDo } from '../usecases/access/who-can.ts';
import { type Door, door } from './door/door.ts';
import { presentExplained, presentRight, presentRoute } from './present/access.ts';
import { deedsInWords } from './present/deeds.ts';
import { presentPrincipal } from './present/people.ts';
import { roleTitle } from './present/roles.ts';
import { changeInWords, verdicts } from './present/words.ts';

const presentFound = ({ found, principals }: Found) =>
  [...found].map(([id, routes]) => ({
    principal: presentPrincipal(id, principals.get(id)),
    routes,
  }));

type Found = {
  found: ReadonlyMap<string, RouteAnswer[]>;
  principals: ReadonlyMap<string, PrincipalRow>;
};

export const accessDoors: Door[] = [
  door(access.listProjectAccess, async (parts, caller, { params, query }) => {
    const page = await projectAccess(parts, caller, params.projectId, query, presentRoute);
    return { accessVersion: page.version, totalCount: page.total, members: presentFound(page) };
  }),
  door(access.explain, async (parts, caller, { body }) => {
    const { world, who, explanation, wouldGive, names, people } = await explainAccess(
      parts,
      caller,
      body,
    );
    return {
      accessVersion: world.version,
      allowed: explanation.allowed,
      because: explanation.because,
      text: verdicts[explanation.because],
      missing: [...explanation.missing],
      principal: presentPrincipal(who.id, who),
      routes: explanation.routes.map((route) =>
        presentExplained(world, names, explanation.allowed, route, people),
      ),
      wouldGive: wouldGive.flatMap((id) => names.get(id) ?? []),
    };
  }),
  door(access.whoCan, async (parts, caller, { body }) => {
    const page = await whoCanDo(parts, caller, body, presentRoute);
    return { accessVersion: page.version, totalCount: page.total, principals: presentFound(page) };
  }),
  door(access.compare, async (parts, caller, { body }) => {
    const { world, places, principals } = await compareAccess(parts, caller, body);
    return {
      accessVersion: world.version,
      principal: presentPrincipal(body.principalId, principals.get(body.principalId)),
      other: presentPrincipal(body.otherId, principals.get(body.otherId)),
      places: places.map(({ project, only, lacks }) => ({
        project:
          project === null
            ? null
            : { id: project, name: world.get('project', project)?.name ?? '' },
        only: only.map(presentRight),
        lacks: lacks.map(presentRight),
      })),
    };
  }),
  door(access.whereUsed, async (parts, caller, { body }) => {
    const used = await whereUsed(parts, caller, body);
    const { world, memberCount, parents, children, grants, holders, principals } = used;
    const { named } = used;
    const groupName = (id: string) => world.get('group', id)?.name;
    return {
      accessVersion: world.version,
      memberCount,
      parents: parents.flatMap((id) => named.get(id) ?? []),
      children: children.flatMap((id) => named.get(id) ?? []),
      projects: [...Map.groupBy(grants, ({ project }) => project)].map(([id, own]) => ({
        id,
        name: world.get('project', id)?.name ?? '',
        roles: own.flatMap(({ role }) => (role === null ? [] : roleTitle(world, role, 'project'))),
        privileges: own.flatMap(({ slug }) => slug ?? []),
        via: [...new Set(own.flatMap(({ holder }) => groupName(holder) ?? []))],
      })),
      holders: holders.map(({ kind, id, project }) => ({
        kind,
        id,
        name: groupName(id) ?? principals.get(id)?.name ?? '',
        project: project === null ? null : (world.get('project', project)?.name ?? ''),
      })),
      managers: used.managers.map(({ holder, holderKind }) => ({
        kind: holderKind,
        id: holder,
        name: groupName(holder) ?? principals.get(holder)?.name ?? '',
      })),
      manages: used.manages.flatMap((id) => named.get(id) ?? []),
    };
  }),
  door(access.readAccessLog, async (parts, caller, { query: { search, about, ...page } }) => {
    const { view, entries, total, principals } = await readLog(parts, caller, {
      ...page,
      about: about ?? search,
    });
    const { world } = view;
    const nameIn =
      (names: LoggedEntry['names']) =>
      (id: string): string =>
        names?.[id] ??
        principals.get(id)?.name ??
        world.get('group', id)?.name ??
        world.get('project', id)?.name ??
        roleName(id) ??
        'something since removed';
    const roleName = (id: string) =>
      world.get('role', id)?.name ??
      (builtIn(id, 'project') ?? builtIn(id, 'organization'))?.name ??
      (isId(id) ? undefined : id);
    return {
      totalCount: total,
      entries: entries.map((entry) => presentEntry(entry, nameIn(entry.names))),
    };
  }),
  door(access.verifyAccessLog, async (parts, caller) => {
    const found = await verifyAccessLog(parts, caller);
    return { ...found, intact: found.brokenAt === null && found.trail.brokenAt === null };
  }),
  door(access.exportAccessLog, async (parts, caller, { query }) => {
    const { lines, ...rest } = await exportLog(parts, caller, query);
    return { ...rest, lines: lines.map(({ at, ...line }) => ({ at: at.toISOString(), ...line })) };
  }),
];

const presentEntry = (
  { kind, n, version, at, actor, command, changes, deeds = [], hash }: LoggedEntry,
  name: (id: string) => string,
) => ({
  id: `${kind}-${n}`,
  kind,
  version,
  at: at.toISOString(),
  actor: {
    id: actor.id ?? '',
    type: actor.kind,
    name: actor.id === null ? 'Coterie' : name(actor.id),
  },
  command,
  text: [
    ...changes.map((change) => changeInWords(change, name)),
    ...deedsInWords(deeds, name),
  ].join('; '),
  changes: [...changes, ...deeds],
  hash: hash.toString('hex'),
});
