/** All endpoints at once, apart from the things themselves: whoever needs a few of them, as the console does, is not given the others. */
import * as access from './access.ts';
import * as account from './account/account.ts';
import * as factors from './account/factors.ts';
import * as session from './account/session.ts';
import * as signIns from './account/sign-ins.ts';
import * as authzen from './authzen.ts';
import * as compatFolders from './compat/folders.ts';
import * as compatMemberships from './compat/memberships.ts';
import * as compatPrivileges from './compat/privileges.ts';
import * as compatProjects from './compat/projects.ts';
import * as compatRoles from './compat/roles.ts';
import * as compatSecrets from './compat/secrets.ts';
import * as serviceTokens from './compat/service-tokens.ts';
import * as compatTags from './compat/tags.ts';
import * as deleted from './content/deleted.ts';
import * as events from './content/events.ts';
import * as imports from './content/imports.ts';
import * as secrets from './content/secrets.ts';
import * as tags from './content/tags.ts';
import type { Endpoint } from './endpoint.ts';
import * as groups from './groups/index.ts';
import * as identities from './machines/identities.ts';
import * as members from './members.ts';
import * as memberships from './memberships.ts';
import * as privileges from './privileges.ts';
import * as projects from './projects.ts';
import * as roles from './roles.ts';
import * as templates from './templates.ts';

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' &&
  value !== null &&
  'method' in value &&
  'path' in value &&
  'who' in value;

/** Every endpoint, under `<thing>.<name>`: the doors test counts them, the OpenAPI document is written from them. */
export const endpoints: Readonly<Record<string, Endpoint>> = Object.fromEntries(
  Object.entries({
    access,
    account,
    authzen,
    compatFolders,
    compatMemberships,
    compatPrivileges,
    compatProjects,
    compatRoles,
    compatSecrets,
    compatTags,
    deleted,
    events,
    factors,
    groups,
    identities,
    imports,
    members,
    memberships,
    privileges,
    projects,
    roles,
    secrets,
    serviceTokens,
    session,
    signIns,
    tags,
    templates,
  }).flatMap(([thing, module]) =>
    Object.entries(module).flatMap(([name, value]) =>
      isEndpoint(value) ? [[`${thing}.${name.replace(/_$/, '')}`, value]] : [],
    ),
  ),
);

const names = new Map(Object.entries(endpoints).map(([name, endpoint]) => [endpoint, name]));
/** The thing that an endpoint is about and its name, as the description of the API has them: its tag and operation id. */
export function nameOf(endpoint: Endpoint): { thing: string; operation: string } {
  const [thing = 'other', operation = endpoint.path] = (names.get(endpoint) ?? '').split('.');
  return { thing: thing.replace(/^compat/, 'Compatible: '), operation };
}

/** Endpoints as public clients know them, whose bodies may have more than is read. */
const compatible = new Set<Endpoint>(
  [
    compatFolders,
    compatMemberships,
    compatPrivileges,
    compatProjects,
    compatRoles,
    compatSecrets,
    compatTags,
  ].flatMap((module) => Object.values<unknown>(module).filter(isEndpoint)),
);
export const isCompatible = (endpoint: Endpoint): boolean => compatible.has(endpoint);
