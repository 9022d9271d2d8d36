import { accessDoors } from './access.ts';
import { authzenDoors } from './authzen.ts';
import type { Door } from './door.ts';
import { groupDoors } from './groups.ts';
import { identityDoors } from './identities.ts';
import { memberDoors } from './members.ts';
import { membershipDoors } from './memberships.ts';
import { privilegeDoors } from './privileges.ts';
import { projectDoors } from './projects.ts';
import { roleDoors } from './roles.ts';
import { secretDoors } from './secrets.ts';
import { sessionDoors } from './session.ts';
import { templateDoors } from './templates.ts';

/** Every door there is. */
export const doors: readonly Door[] = [
  ...accessDoors,
  ...authzenDoors,
  ...groupDoors,
  ...identityDoors,
  ...memberDoors,
  ...membershipDoors,
  ...privilegeDoors,
  ...projectDoors,
  ...roleDoors,
  ...secretDoors,
  ...sessionDoors,
  ...templateDoors,
];
