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
import * as groups from './groups/index.ts';
import * as identities from './machines/identities.ts';
import * as members from './members.ts';
import * as memberships from './memberships.ts';
import * as privileges from './privileges.ts';
import * as projects from './projects.ts';
import * as roles from './roles.ts';
import * as templates from './templates.ts';

export type { RouteAnswer } from './access.ts';
export type { Way } from './account/factors.ts';
export { endpoints, isCompatible, nameOf } from './all.ts';
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
  type RefusalForm,
  type Who,
} from './endpoint.ts';
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
};
