import { members } from '@coterie/contract';
import { acceptInvitation } from '../usecases/members/accept.ts';
import { editMember } from '../usecases/members/edit.ts';
import { invite } from '../usecases/members/invite.ts';
import { listOrganizationMembers } from '../usecases/members/list.ts';
import { accountTold, lookUpInvitation } from '../usecases/members/look-up-invitation.ts';
import { removeMember } from '../usecases/members/remove.ts';
import { type Door, door, openDoor } from './door/door.ts';
import { presentMember } from './present/members.ts';
import { presentUser } from './present/people.ts';

export const memberDoors: Door[] = [
  door(members.listMembers, async (parts, caller, { params, query }) => {
    const { orderBy: order, orderDirection: direction, search, username, ...page } = query;
    const asked = { ...page, search: search ?? username, order, direction };
    const {
      view,
      members: found,
      total,
    } = await listOrganizationMembers(parts, caller, params.orgId, asked);
    return { users: found.map((one) => presentMember(view, one)), totalCount: total };
  }),
  door(members.editMember, async (parts, caller, { params, body }) => {
    const { view, member } = await editMember(parts, caller, params, body);
    return { membership: presentMember(view, member) };
  }),
  door(members.removeMember, async (parts, caller, { params }) => ({
    membership: await removeMember(parts, caller, params),
  })),
  door(members.invite, async (parts, caller, { params, body }) => {
    const { id, email, expires, ...rest } = await invite(parts, caller, params.orgId, body);
    return { invitation: { id, email, expiresAt: expires.toISOString() }, ...rest };
  }),
  openDoor(members.lookUpInvitation, async (parts, _, { body }) => {
    const found = await lookUpInvitation(parts, body.token);
    return {
      email: found.email,
      organization: { id: found.org_id, name: found.name, slug: found.slug },
      ...accountTold(found),
    };
  }),
  openDoor(members.acceptInvitation, async (parts, origin, { body }) => {
    const { user, organization } = await acceptInvitation(parts, body, origin);
    return { user: presentUser(user), organization };
  }),
];
