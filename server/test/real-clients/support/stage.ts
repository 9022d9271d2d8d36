import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { groups, imports, secrets } from '@coterie/contract';
import { openCompany, reads } from '../../support/house.ts';
import { startServer } from '../../system/support/server-process.ts';

/** One server as a person starts it, with its own PostgreSQL, and an organization on it. */
export async function openInstance() {
  const dataDir = await mkdtemp(join(tmpdir(), 'coterie-clients-'));
  const server = await startServer({ COTERIE_DATA_DIR: dataDir });
  const company = await openCompany({ url: server.url });
  return {
    url: server.url,
    company,
    async close() {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
type Instance = Awaited<ReturnType<typeof openInstance>>;

/** A project of its own for one client, and a machine identity that is admin there by a group alone. */
export type Stage = Awaited<ReturnType<typeof setStage>>;

export async function setStage({ url, company }: Instance, client: string) {
  const project = await company.project(client);
  const team = await company.group(`${client} team`);
  const robot = await company.identity(`${client} robot`);
  await company.addGroup(project, team, 'admin');
  const member = { params: { id: team.id, identityId: robot.id } };
  await company.admin.call(groups.addGroupIdentity, member);
  const at = { projectId: project.id, environment: 'dev' };
  return {
    url,
    company,
    project,
    robot,
    /** The value as the API of this product has it, or the status of a refusal. */
    value: (name: string, path = '/') => reads(company.admin, project.id, name, 'dev', path),
    put: (name: string, value: string, path = '/') =>
      company.secret(project.id, name, value, 'dev', path),
    change: (secretName: string, secretValue: string, secretPath: string) =>
      company.admin.call(secrets.editSecret, {
        params: { secretName },
        body: { ...at, secretPath, secretValue },
      }),
    makeFolder: (name: string, path = '/') =>
      company.admin.call(secrets.createFolder, { body: { ...at, name, path } }),
    folders: async (path = '/') => {
      const found = await company.admin.call(secrets.listFolders, { query: { ...at, path } });
      return found.folders;
    },
    importInto: (path: string, from: string) =>
      company.admin.call(imports.createImport, {
        body: { ...at, path, import: { environment: 'dev', path: from } },
      }),
    takeOut: () => company.admin.call(groups.removeGroupIdentity, member),
    takeBackIn: () => company.admin.call(groups.addGroupIdentity, member),
  };
}
