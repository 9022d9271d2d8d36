import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import {
  ArchiveRestore,
  Bot,
  Compass,
  Fingerprint,
  FolderKey,
  House,
  KeyRound,
  LayoutTemplate,
  LogIn,
  Monitor,
  ScrollText,
  Settings,
  ShieldCheck,
  ShieldQuestion,
  UserRound,
  Users,
} from 'lucide-react';
import { Console } from './console.tsx';
import { accessSearch } from './pages/access/search.ts';
import { Bones, Empty, Failed } from './parts/frame/notice.tsx';
import { type Place, sees } from './places.ts';
import { text } from './words.ts';

/** A port that a command line may listen at; anything else is ignored. */
const portIn = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1024 && value <= 65_535
    ? value
    : undefined;

/** A page that the menus offer. */
const at = (place: Place) => ({ place });

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: () => <Empty icon={Compass} title="There is no such page" />,
});
const outside = { getParentRoute: () => root };
const setUp = createRoute({
  ...outside,
  path: '/setup',
  component: lazyRouteComponent(() => import('./pages/entry/set-up.tsx'), 'SetUp'),
});
const login = createRoute({
  ...outside,
  path: '/login',
  validateSearch: (
    search: Record<string, unknown>,
  ): { next?: string; callback_port?: number | undefined } => {
    const next = text(search.next);
    // Said even when undefined: what is left out here stays as the address has it.
    return { ...(next ? { next } : {}), callback_port: portIn(search.callback_port) };
  },
  component: lazyRouteComponent(() => import('./pages/entry/login.tsx'), 'Login'),
});
const invite = createRoute({
  ...outside,
  path: '/invite',
  component: lazyRouteComponent(() => import('./pages/entry/invite.tsx'), 'Invite'),
});

const forgot = createRoute({
  ...outside,
  path: '/forgot',
  component: lazyRouteComponent(() => import('./pages/entry/forgot.tsx'), 'Forgot'),
});
const reset = createRoute({
  ...outside,
  path: '/reset',
  component: lazyRouteComponent(() => import('./pages/entry/reset.tsx'), 'Reset'),
});
const confirmEmail = createRoute({
  ...outside,
  path: '/email',
  component: lazyRouteComponent(() => import('./pages/entry/email.tsx'), 'ConfirmEmail'),
});

const inside = createRoute({ ...outside, id: 'console', component: Console });
const creating = (search: Record<string, unknown>): { create?: true } =>
  search.create === true ? { create: true } : {};
const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  staticData: at({ label: 'Home', icon: House, menu: 'top' }),
  validateSearch: creating,
  component: lazyRouteComponent(() => import('./pages/home/home.tsx'), 'Home'),
});
const questions = createRoute({
  getParentRoute: () => inside,
  path: '/access',
  staticData: at({ label: 'Explain access', icon: ShieldQuestion, menu: 'top', words: 'why who' }),
  validateSearch: accessSearch,
  component: lazyRouteComponent(() => import('./pages/access/access.tsx'), 'Access'),
});

const organization = createRoute({
  getParentRoute: () => inside,
  path: '/organization',
  component: lazyRouteComponent(
    () => import('./pages/organization/access-control.tsx'),
    'AccessControl',
  ),
});
const inOrganization = { getParentRoute: () => organization };
const members = createRoute({
  ...inOrganization,
  path: '/members',
  staticData: at({
    label: 'Members',
    icon: UserRound,
    menu: 'organization',
    seen: sees('member'),
    words: 'users people invite',
  }),
  component: lazyRouteComponent(() => import('./pages/members/members.tsx'), 'Members'),
});
const groups = createRoute({
  ...inOrganization,
  path: '/groups',
  staticData: at({
    label: 'Groups',
    icon: Users,
    menu: 'organization',
    // Who may not see all groups may still manage some: the list holds those then.
    seen: ({ may, managesGroups }) => may('groups', 'read') || managesGroups,
  }),
  validateSearch: creating,
  component: lazyRouteComponent(() => import('./pages/groups/groups.tsx'), 'Groups'),
});
const identities = createRoute({
  ...inOrganization,
  path: '/identities',
  staticData: at({
    label: 'Machine identities',
    icon: Bot,
    menu: 'organization',
    seen: sees('identity'),
  }),
  component: lazyRouteComponent(() => import('./pages/identities/identities.tsx'), 'Identities'),
});
const roles = createRoute({
  ...inOrganization,
  path: '/roles',
  staticData: at({
    label: 'Organization roles',
    icon: KeyRound,
    menu: 'organization',
    seen: sees('role'),
  }),
  component: lazyRouteComponent(() => import('./pages/roles/organization-roles.tsx'), 'Roles'),
});
const factorRule = createRoute({
  ...inOrganization,
  path: '/second-factors',
  component: lazyRouteComponent(() => import('./pages/organization/factor-rule.tsx'), 'FactorRule'),
});
const accountFactors = createRoute({
  getParentRoute: () => inside,
  path: '/account/factors',
  staticData: at({
    label: 'Second factors',
    icon: Fingerprint,
    words: 'passkey app recovery codes',
  }),
  component: lazyRouteComponent(() => import('./pages/account/factors.tsx'), 'AccountFactors'),
});
const group = createRoute({
  getParentRoute: () => inside,
  path: '/organization/groups/$groupId',
  component: lazyRouteComponent(() => import('./pages/groups/group.tsx'), 'Group'),
});
const identity = createRoute({
  getParentRoute: () => inside,
  path: '/organization/identities/$identityId',
  component: lazyRouteComponent(() => import('./pages/identities/identity.tsx'), 'Identity'),
});
const role = createRoute({
  getParentRoute: () => inside,
  path: '/organization/roles/$roleId',
  component: lazyRouteComponent(() => import('./pages/roles/organization-role.tsx'), 'Role'),
});
const log = createRoute({
  getParentRoute: () => inside,
  path: '/organization/access-log',
  staticData: at({
    label: 'Access log',
    icon: ScrollText,
    menu: 'organization',
    seen: sees('audit-logs'),
    words: 'audit history',
  }),
  component: lazyRouteComponent(() => import('./pages/log/access-log.tsx'), 'AccessLog'),
});

const signIns = createRoute({
  getParentRoute: () => inside,
  path: '/organization/sign-ins',
  staticData: at({
    label: 'Sign-ins',
    icon: LogIn,
    seen: sees('audit-logs'),
    words: 'audit log who',
  }),
  component: lazyRouteComponent(() => import('./pages/log/sign-ins.tsx'), 'SignIns'),
});

const account = createRoute({
  getParentRoute: () => inside,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/account/account.tsx'), 'Account'),
});
const inAccount = { getParentRoute: () => account };
const profile = createRoute({
  ...inAccount,
  path: '/profile',
  staticData: at({ label: 'Account', icon: UserRound, words: 'profile e-mail address time zone' }),
  component: lazyRouteComponent(() => import('./pages/account/profile.tsx'), 'Profile'),
});
const ownPassword = createRoute({
  ...inAccount,
  path: '/password',
  staticData: at({ label: 'Change password', icon: KeyRound }),
  component: lazyRouteComponent(() => import('./pages/account/password.tsx'), 'ChangePassword'),
});
const sessions = createRoute({
  ...inAccount,
  path: '/sessions',
  staticData: at({ label: 'Sessions', icon: Monitor, words: 'devices signed in' }),
  component: lazyRouteComponent(() => import('./pages/account/sessions.tsx'), 'Sessions'),
});

const templates = createRoute({
  getParentRoute: () => inside,
  path: '/organization/templates',
  staticData: at({
    label: 'Project templates',
    icon: LayoutTemplate,
    menu: 'organization',
    seen: sees('project-templates'),
  }),
  component: lazyRouteComponent(() => import('./pages/templates/templates.tsx'), 'Templates'),
});

const recentlyDeleted = createRoute({
  getParentRoute: () => inside,
  path: '/organization/recently-deleted',
  staticData: at({
    label: 'Recently deleted',
    icon: ArchiveRestore,
    menu: 'organization',
    words: 'restore undo bring back trash bin',
  }),
  component: lazyRouteComponent(
    () => import('./pages/deleted/organization.tsx'),
    'RecentlyDeleted',
  ),
});

const project = createRoute({
  getParentRoute: () => inside,
  path: '/projects/$projectId',
  component: lazyRouteComponent(() => import('./pages/project/project.tsx'), 'Project'),
});
const inProject = { getParentRoute: () => project };
const secrets = createRoute({
  ...inProject,
  path: '/secrets',
  staticData: at({ label: 'Secrets', icon: FolderKey, menu: 'project' }),
  validateSearch: (search: Record<string, unknown>): { env?: string; path?: string } => {
    const env = text(search.env);
    const path = text(search.path);
    return { ...(env ? { env } : {}), ...(path ? { path } : {}) };
  },
  component: lazyRouteComponent(() => import('./pages/secrets/secrets.tsx'), 'Secrets'),
});
const general = createRoute({
  ...inProject,
  path: '/settings/general',
  staticData: at({ label: 'Project settings', icon: Settings, menu: 'project' }),
  component: lazyRouteComponent(() => import('./pages/project/general.tsx'), 'General'),
});
const environments = createRoute({
  ...inProject,
  path: '/settings/environments',
  component: lazyRouteComponent(() => import('./pages/project/environments.tsx'), 'Environments'),
});
const projectDeleted = createRoute({
  ...inProject,
  path: '/settings/recently-deleted',
  component: lazyRouteComponent(() => import('./pages/deleted/project.tsx'), 'ProjectDeleted'),
});
const access = createRoute({
  ...inProject,
  path: '/settings/access',
  staticData: at({ label: 'Access control', icon: ShieldCheck, menu: 'project' }),
  component: lazyRouteComponent(
    () => import('./pages/project/access-control.tsx'),
    'ProjectAccessControl',
  ),
});
const inAccess = { getParentRoute: () => access };
const projectUsers = createRoute({
  ...inAccess,
  path: '/users',
  component: lazyRouteComponent(() => import('./pages/holders/users.tsx'), 'ProjectUsers'),
});
const projectGroups = createRoute({
  ...inAccess,
  path: '/groups',
  component: lazyRouteComponent(() => import('./pages/holders/groups.tsx'), 'ProjectGroups'),
});
const projectIdentities = createRoute({
  ...inAccess,
  path: '/identities',
  component: lazyRouteComponent(
    () => import('./pages/holders/identities.tsx'),
    'ProjectIdentities',
  ),
});
const projectRoles = createRoute({
  ...inAccess,
  path: '/roles',
  component: lazyRouteComponent(() => import('./pages/roles/project-roles.tsx'), 'ProjectRoles'),
});
const projectRole = createRoute({
  ...inProject,
  path: '/settings/roles/$roleId',
  component: lazyRouteComponent(() => import('./pages/roles/project-role.tsx'), 'ProjectRole'),
});

const tree = root.addChildren([
  setUp,
  login,
  invite,
  forgot,
  reset,
  confirmEmail,
  inside.addChildren([
    home,
    questions,
    organization.addChildren([members, groups, identities, roles, factorRule]),
    templates,
    recentlyDeleted,
    log,
    signIns,
    group,
    identity,
    role,
    account.addChildren([profile, ownPassword, sessions]),
    accountFactors,
    project.addChildren([
      secrets,
      access.addChildren([projectUsers, projectGroups, projectIdentities, projectRoles]),
      general,
      environments,
      projectDeleted,
      projectRole,
    ]),
  ]),
]);

/** The pages by address; each is fetched when it is first gone to, or when the pointer rests on its link. */
export const createConsoleRouter = () =>
  createRouter({
    routeTree: tree,
    defaultPreload: 'intent',
    defaultPendingMs: 150,
    scrollRestoration: true,
    defaultPendingComponent: () => <Bones />,
    defaultErrorComponent: ({ error, reset }) => (
      <Failed error={error} what="this page" retry={reset} />
    ),
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
