/** The rows that use cases give back, for those who show them. */
export type { FolderRow } from '../store/folders.ts';
export type { GroupRow } from '../store/groups.ts';
export type { AuthRow, ClientSecretRow, IdentityRow, TokenAuthRow } from '../store/identities.ts';
export type { ImportRow } from '../store/imports.ts';
export type { Deed, LoggedEntry } from '../store/log.ts';
export type { MemberRow, PrincipalRow } from '../store/members.ts';
export type { EnvironmentRow, ProjectRow } from '../store/projects.ts';
export type { SignInRow } from '../store/sign-ins.ts';
export type { TagRow } from '../store/tags.ts';
export type { NamedTokenRow } from '../store/tokens.ts';
export type { SettingsRow } from '../store/users.ts';
