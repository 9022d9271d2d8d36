import { memberships } from '@coterie/contract';
import {
  type Caller,
  type Company,
  type House,
  openCompany,
  openHouse,
} from '../../support/house.ts';
import { exchange, type Method, type Reply, succeeded } from './wire.ts';

type Asked = { query?: Record<string, string>; body?: unknown; headers?: Record<string, string> };
/** The command line client, played: it sends what the client sends with `--token` and `--domain`. */
export type Cli = {
  send: (method: Method, path: string, asked?: Asked) => Promise<Reply>;
  ok: (method: Method, path: string, asked?: Asked) => Promise<unknown>;
};

/** A client at `domain`, to which it adds `/api` itself; without a token it sends none. */
export function cliAt(domain: string, token = ''): Cli {
  const base = /\/api$/.test(domain) ? domain : `${domain}/api`;
  const always = {
    'user-agent': 'cli',
    accept: 'application/json',
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  };
  const send: Cli['send'] = (method, path, { query, body, headers } = {}) => {
    const asked = query ? `?${new URLSearchParams(query)}` : '';
    return exchange(`${base}${path}${asked}`, method, { ...always, ...headers }, body);
  };
  return { send, ok: async (...asked) => succeeded(await send(...asked)) };
}

export type Robot = Caller & { id: string; clientId: string; clientSecret: string };
export type Scene = {
  house: House;
  company: Company;
  robot: Robot;
  cli: Cli;
  /** The same client for the user who made the project. */
  user: Cli;
  projectId: string;
};

/** A company with a project, and a client that uses the token of a machine identity which is admin there. */
export async function openCli(): Promise<Scene> {
  const house = await openHouse();
  try {
    const company = await openCompany(house);
    const robot = await company.identity('robot', 'admin');
    const { id: projectId } = await company.project('Payments');
    await company.admin.call(memberships.addProjectIdentity, {
      params: { projectId, identityId: robot.id },
      body: { roles: [{ role: 'admin' }] },
    });
    const cli = cliAt(house.url, robot.token);
    return { house, company, robot, projectId, cli, user: cliAt(house.url, company.admin.token) };
  } catch (error) {
    await house.close();
    throw error;
  }
}

/** What each listing of secrets asks for (S8): all four wishes are always said. */
export const listing = (projectId: string, more: Record<string, string> = {}) => ({
  projectId,
  environment: 'dev',
  secretPath: '/',
  includeImports: 'true',
  recursive: 'false',
  expandSecretReferences: 'true',
  includePersonalOverrides: 'true',
  ...more,
});
