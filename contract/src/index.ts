import * as access from './access.ts';
import * as account from './account.ts';
import * as authzen from './authzen.ts';
import * as compatFolders from './compat/folders.ts';
import * as compatMemberships from './compat/memberships.ts';
import * as compatPrivileges from './compat/privileges.ts';
import * as compatProjects from './compat/projects.ts';
import * as compatRoles from './compat/roles.ts';
import * as compatSecrets from './compat/secrets.ts';
import * as compatTags from './compat/tags.ts';
import type { Endpoint } from './endpoint.ts';
import * as factors from './factors.ts';
import * as groups from './groups.ts';
import * as identities from './identities.ts';
import * as imports from './imports.ts';
import * as members from './members.ts';
import * as memberships from './memberships.ts';
import * as privileges from './privileges.ts';
import * as projects from './projects.ts';
import * as roles from './roles.ts';
import * as secrets from './secrets.ts';
import * as session from './session.ts';
import * as signIns from './sign-ins.ts';
import * as tags from './tags.ts';
import * as templates from './templates.ts';

export type { RouteAnswer } from './access.ts';
export { ask, CallFailed, call, requestOf, type Send } from './client.ts';
export {
  type Answer,
  type Call,
  type Endpoint,
  endpoint,
  type Input,
  type Method,
  type Problem,
  problem,
  type Who,
} from './endpoint.ts';
export type { Way } from './factors.ts';
export { bodyFields, unknownFields } from './fields.ts';
export type { MembershipRole } from './shared.ts';
export {
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
  session,
  signIns,
  tags,
  templates,
};

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
