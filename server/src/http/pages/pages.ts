/**
 * The addresses of the console's pages, as its router has them; `$` stands for an id. Only these are answered with the
 * console: whoever asks for something else, such as a connector or a monitor, is told that it is not there.
 */
export const pages: readonly string[] = [
  '/',
  '/setup',
  '/login',
  '/invite',
  '/forgot',
  '/reset',
  '/email',
  '/account',
  '/account/profile',
  '/account/password',
  '/account/sessions',
  '/access',
  '/account/factors',
  '/organization',
  '/organization/members',
  '/organization/groups',
  '/organization/identities',
  '/organization/roles',
  '/organization/second-factors',
  '/organization/groups/$groupId',
  '/organization/identities/$identityId',
  '/organization/roles/$roleId',
  '/organization/access-log',
  '/organization/sign-ins',
  '/organization/templates',
  '/organization/recently-deleted',
  '/projects/$projectId',
  '/projects/$projectId/secrets',
  '/projects/$projectId/settings/general',
  '/projects/$projectId/settings/environments',
  '/projects/$projectId/settings/recently-deleted',
  '/projects/$projectId/settings/access',
  '/projects/$projectId/settings/access/users',
  '/projects/$projectId/settings/access/groups',
  '/projects/$projectId/settings/access/identities',
  '/projects/$projectId/settings/access/roles',
  '/projects/$projectId/settings/roles/$roleId',
];

const patterns = pages.map(
  (page) => new RegExp(`^${page.replace(/\$\w+/g, '[^/.]+').replace(/\/$/, '')}/?$`),
);

/** Whether a path, without its query, is a page of the console. */
export const isPage = (path: string): boolean => patterns.some((pattern) => pattern.test(path));
