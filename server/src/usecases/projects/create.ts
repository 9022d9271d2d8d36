import { randomUUID } from 'node:crypto';
import type { Command, Id } from '@coterie/kernel';
import type { Tx } from '../../store/db.ts';
import { insertEnvironment, type ProjectRow, updateProject } from '../../store/projects.ts';
import { orgOf } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { freshSlug, slugFrom } from '../slugs.ts';
import { readProject } from './read.ts';

type Wanted = {
  projectName: string;
  projectDescription?: string | null | undefined;
  slug?: string | undefined;
  type: string;
  shouldCreateDefaultEnvs: boolean;
  hasDeleteProtection: boolean;
};

const defaultEnvironments = [
  ['Development', 'dev'],
  ['Staging', 'staging'],
  ['Production', 'prod'],
] as const;

/** Creates a project with its maker as admin, its first data key and, unless told otherwise, three environments. */
export async function createProject(
  parts: Pick<Parts, 'db' | 'access' | 'keyring' | 'now'>,
  caller: Caller,
  wanted: Wanted,
): Promise<ProjectRow> {
  const org = orgOf(caller);
  const id = randomUUID();
  await parts.access.change({
    org,
    by: changer(caller),
    at: parts.now(),
    commands: (world): Command[] => {
      const plain = slugFrom(wanted.projectName);
      const isTaken = [...world.all('project')].some(({ slug }) => slug.toLowerCase() === plain);
      const slug = wanted.slug ?? (isTaken ? freshSlug(wanted.projectName) : plain);
      const project = { id, name: wanted.projectName, slug };
      return [{ do: 'project.create', project, grant: randomUUID(), membership: randomUUID() }];
    },
    after: async (tx) => {
      await updateProject(tx, org, id, {
        description: wanted.projectDescription ?? null,
        has_delete_protection: wanted.hasDeleteProtection,
        type: wanted.type,
      });
      await parts.keyring.makeProjectKey(tx, org, id);
      if (wanted.shouldCreateDefaultEnvs) await makeEnvironments(tx, org, id);
    },
  });
  return readProject(parts.db, org, id);
}

async function makeEnvironments(tx: Tx, org: Id, project_id: Id): Promise<void> {
  for (const [name, slug] of defaultEnvironments)
    await insertEnvironment(tx, org, {
      id: randomUUID(),
      project_id,
      name,
      slug,
      position: null,
      root: randomUUID(),
    });
}
