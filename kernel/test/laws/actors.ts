import { type Role, subjectsOf } from '../../src/index.ts';
import { roleOf } from '../build.ts';

/** Roles with which an actor may do something, and not everything. */

export const organizationManager: Role = roleOf('manager', null, [
  { subject: 'member', action: ['create', 'read', 'edit', 'delete'] },
  { subject: 'identity', action: ['create', 'read', 'edit', 'delete', 'grant-privileges'] },
  { subject: 'role', action: ['create', 'read', 'edit', 'delete'] },
  {
    subject: 'groups',
    action: [
      ...['create', 'read', 'edit', 'delete', 'grant-privileges'],
      ...['add-members', 'remove-members', 'add-identities', 'remove-identities'],
    ],
  },
]);

/** May make projects, and take any. */
export const projectTaker: Role = roleOf('taker', null, [
  { subject: 'project', action: 'create' },
  { subject: 'organization-admin-console', action: 'access-all-projects' },
]);

/** All that an organization knows, but for taking projects. */
export const organizationOwner: Role = roleOf(
  'owner',
  null,
  Object.entries(subjectsOf('organization'))
    .filter(([subject]) => subject !== 'organization-admin-console')
    .map(([subject, { actions }]) => ({ subject, action: actions })),
);

export const projectManager = (project: string): Role =>
  roleOf(`${project}-manager`, project, [
    ...['member', 'groups', 'identity'].map((subject) => ({
      subject,
      action: ['create', 'read', 'edit', 'delete', 'assign-role', 'grant-privileges'],
    })),
    { subject: 'role', action: ['create', 'read', 'edit', 'delete'] },
    { subject: 'project', action: ['edit', 'delete'] },
  ]);
