import { accessDoors } from './access.ts';
import { accountDoors } from './account.ts';
import { authzenDoors } from './authzen.ts';
import { compatFolderDoors } from './compat/folders.ts';
import { compatMembershipDoors } from './compat/memberships.ts';
import { compatPrivilegeDoors } from './compat/privileges.ts';
import { compatProjectDoors } from './compat/projects.ts';
import { compatRoleDoors } from './compat/roles.ts';
import { compatSecretDoors } from './compat/secrets.ts';
import type { Door } from './door.ts';
import { factorDoors } from './factors.ts';
import { groupDoors } from './groups.ts';
import { identityDoors } from './identities.ts';
import { importDoors } from './imports.ts';
import { memberDoors } from './members.ts';
import { membershipDoors } from './memberships.ts';
import { privilegeDoors } from './privileges.ts';
import { projectDoors } from './projects.ts';
import { roleDoors } from './roles.ts';
import { secretDoors } from './secrets.ts';
import { sessionDoors } from './session.ts';
import { tagDoors } from './tags.ts';
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
  ...sessionDoors,
  ...tagDoors,
  ...templateDoors,
  whatIfDoor(() => doors),
];
