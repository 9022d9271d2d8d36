import type { ContentCommand } from './content.ts';
import type { GrantCommand } from './grant.ts';
import type { GroupCommand } from './group.ts';
import type { ManagerCommand } from './manager.ts';
import type { MemberCommand } from './member.ts';
import type { PrivilegeCommand } from './privilege.ts';
import type { ProjectCommand } from './project.ts';
import type { RestoreCommand } from './restore.ts';
import type { RoleCommand } from './role.ts';

/** All that can be asked to change about access, and what content can do to it. */
export type Command =
  | MemberCommand
  | GroupCommand
  | ManagerCommand
  | GrantCommand
  | PrivilegeCommand
  | ProjectCommand
  | RoleCommand
  | RestoreCommand
  | ContentCommand;
