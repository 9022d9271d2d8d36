import { accessDoors } from './access.ts';
import { accountDoors } from './account.ts';
import { authzenDoors } from './authzen.ts';
import { compatFolderDoors } from './compat/folders.ts';
import { compatMembershipDoors } from './compat/memberships.ts';
import { compatPrivilegeDoors } from './compat/privileges.ts';
import { compatProjectDoors } from './compat/projects.ts';
import { compatRoleDoors } from './compat/roles.ts';
import { compatSecretDoors } from './compat/secrets.ts';
import { serviceTokenDoors } from './compat/service-tokens.ts';
import { deletedDoors } from './content/deleted.ts';
import { eventDoors } from './content/events.ts';
import { importDoors } from './content/imports.ts';
import { secretDoors } from './content/secrets.ts';
import { tagDoors } from './content/tags.ts';
import type { Door } from './door/door.ts';
import { factorDoors } from './factors.ts';
import { groupDoors } from './groups.ts';
import { identityDoors } from './machines/identities.ts';
import { signInDoors } from './machines/sign-ins.ts';
import { memberDoors } from './members.ts';
import { membershipDoors } from './memberships.ts';
import { privilegeDoors } from './privileges.ts';
import { projectDoors } from './projects.ts';
import { roleDoors } from './roles.ts';
import { sessionDoors } from './session.ts';
import { templateDoors } from './templates.ts';
import { whatIfDoor } from './what-if.ts';

/** Every door there is. */
export const doors: readonly Door[] = [
  ...accessDoors,
  ...accountDoors,
  ...authzenDoors,
  ...compatFolderDoors,
  ...compatMembershipDoors,
  ...compatPrivilegeDoors,
  ...compatProjectDoors,
  ...compatRoleDoors,
  ...compatSecretDoors,
  ...deletedDoors,
  ...eventDoors,
  ...factorDoors,
  ...groupDoors,
  ...identityDoors,
  ...importDoors,
  ...memberDoors,
  ...membershipDoors,
  ...privilegeDoors,
  ...projectDoors,
  ...roleDoors,
  ...secretDoors,
  ...serviceTokenDoors,
  ...sessionDoors,
  ...signInDoors,
  ...tagDoors,
  ...templateDoors,
  whatIfDoor(() => doors),
];
