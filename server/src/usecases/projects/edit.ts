import type { Id } from '@coterie/kernel';
import { type ProjectRow, updateProject } from '../../store/project/projects.ts';
import { withSeenEnvironments } from '../content/environments/seen.ts';
import {
  countsOf,
  type Following,
  findFollowing,
  follow,
  nothingRefers,
} from '../content/references/follow.ts';
import { mustProve } from '../factors/person.ts';
import { orgOf } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { View } from '../view.ts';
import { readProject } from './read.ts';

type Wanted = {
  name?: string | undefined;
  slug?: string | undefined;
  description?: string | null | undefined;
  hasDeleteProtection?: boolean | undefined;
  autoCapitalization?: boolean | undefined;
  auditLogsRetentionDays?: number | undefined;
  force?: boolean | undefined;
};

export async function editProject(
  parts: Pick<Parts, 'access' | 'keyring' | 'now'>,
  caller: Caller,
  id: Id,
  wanted: Wanted,
): Promise<ProjectRow> {
  const org = orgOf(caller);
  const at = parts.now();
  const { name, slug, description, hasDeleteProtection, autoCapitalization } = wanted;
  const { auditLogsRetentionDays } = wanted;
  let view: View | undefined;
  let following: Following | undefined;
  const { answer } = await parts.access.change({
    org,
    by: changer(caller),
    at,
    commands: [
      {
        do: 'project.edit',
        project: id,
        ...(name === undefined ? {} : { name }),
        ...(slug === undefined ? {} : { slug }),
      },
    ],
    refers: async (tx, world) => {
      view = new View(world, org, caller.principal, at);
      const named = view.projectSlug(id);
      if (slug === undefined || slug === named) return nothingRefers;
      const renaming = { kind: 'project' as const, project: id, projectSlug: named, to: slug };
      following = await findFollowing({ ...parts, tx, caller, view }, renaming);
      return countsOf({ view }, following);
    },
    deeds: () => [{ do: 'project.edit', project: id }, ...(view?.deeds ?? [])],
    after: async (tx, { world }) => {
      const { has_delete_protection: isProtected } = await readProject(tx, org, id);
      if (isProtected && hasDeleteProtection === false) mustProve(parts, caller);
      if (following && view) await follow({ ...parts, tx, caller, view }, following, wanted);
      await updateProject(tx, org, id, {
        ...(description === undefined ? {} : { description }),
        ...(hasDeleteProtection === undefined
          ? {}
          : { has_delete_protection: hasDeleteProtection }),
        ...(autoCapitalization === undefined ? {} : { auto_capitalization: autoCapitalization }),
        ...(auditLogsRetentionDays === undefined
          ? {}
          : { audit_logs_retention_days: auditLogsRetentionDays }),
      });
      return withSeenEnvironments(
        new View(world, org, caller.principal, at),
        await readProject(tx, org, id),
      );
    },
  });
  return answer;
}
