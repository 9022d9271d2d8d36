import type { Id } from '../facts.ts';
import type { Context } from './actor.ts';
import type { Command } from './commands.ts';
import * as content from './content.ts';
import * as grant from './grant.ts';
import * as group from './group.ts';
import * as manager from './manager.ts';
import * as member from './member.ts';
import * as privilege from './privilege.ts';
import * as project from './project.ts';
import * as restore from './restore.ts';
import * as role from './role.ts';
import type { Stake } from './stakes.ts';
import { type Alteration, weigh } from './weigh.ts';

/**
 * Who may change what (access model, §4): for each act the permission that it needs, what it gives and what it takes, each
 * of which the actor must hold for as long, and what it moves under the eyes of rules. `whom` is the principal touched, where
 * it is one alone. An act without a row does not compile.
 */
export type Act<C extends Command> = {
  needs(context: Context, command: C): void;
  gives?(context: Context, command: C): readonly Stake[];
  takes?(context: Context, command: C): readonly Stake[];
  alters?(context: Context, command: C): readonly Alteration[];
  moves?(context: Context, command: C): void;
  whom?(command: C, context: Context): Id | null;
  /** What is given or taken comes and goes together with all that denies it. */
  isWhole?: true;
};
type Acts = { readonly [D in Command['do']]: Act<Extract<Command, { do: D }>> };

const oneself = ({ principal }: { principal: Id }): Id => principal;
const joining = ({ edge }: { edge: group.WantedEdge }): Id | null =>
  edge.memberKind === 'principal' ? edge.member : null;
const leaving = ({ member: id }: { member: Id }): Id => id;
/** A group that is new has no members. */
const nobody = ({ group: { id } }: { group: { id: Id } }): Id => id;
const holding = ({ privilege: id }: { privilege: Id }, { world }: Context): Id | null =>
  privilege.holderOf(world, id);

// biome-ignore format: a table
export const acts: Acts = {
  'member.add':         { needs: member.needAdd,               gives: member.rolesOf,                                       whom: ({ member: { id } }) => id },
  'member.setRoles':    { needs: member.needSetRoles,          alters: member.otherRoles,                                   whom: oneself },
  'member.suspend':     { needs: member.needOn('edit'),        takes: member.held,            isWhole: true,                whom: oneself },
  'member.reactivate':  { needs: member.needOn('edit'),        gives: member.held,            isWhole: true,                whom: oneself },
  'member.accept':      { needs: member.needInvitation },
  'member.prove':       { needs: member.needProduct },
  'member.control':     { needs: member.needControl,           gives: member.held,            isWhole: true,                whom: oneself },
  'member.remove':      { needs: member.needOn('delete'),      takes: member.held,            isWhole: true,                whom: oneself },
  'group.create':       { needs: group.needCreate,             gives: group.roleGiven,                                      whom: nobody },
  'group.edit':         { needs: group.needEdit,               gives: group.heldIf('active'), takes: group.heldIf('suspended'), alters: group.otherRole, moves: group.weighName },
  'group.delete':       { needs: group.needDelete,             takes: group.held },
  'group.restore':      { needs: restore.needGroup,            gives: restore.groupGiven },
  'edge.add':           { needs: group.needAdd,                gives: group.givenByEdge,      takes: group.takenByEdge,     whom: joining },
  'edge.remove':        { needs: group.needRemove,             takes: group.takenByRemoval,                                 whom: leaving },
  'manager.add':        { needs: manager.needAppoint,          gives: manager.powerGiven,     takes: manager.powerTaken },
  'manager.remove':     { needs: manager.needAppoint,          takes: manager.powerTaken },
  'grant.add':          { needs: grant.needGrant,              gives: grant.given,                                          whom: grant.holderOf },
  'grant.replace':      { needs: grant.needGrant,              gives: grant.given,            takes: grant.taken,           whom: grant.holderOf },
  'grant.remove':       { needs: grant.needRemove,             takes: grant.taken,                                          whom: ({ holder }) => holder },
  'privilege.add':      { needs: privilege.needAdd,            gives: privilege.given,                                      whom: ({ privilege: one }) => grant.holderOf(one) },
  'privilege.edit':     { needs: privilege.needEdit,           gives: privilege.given,        takes: privilege.taken,       whom: holding },
  'privilege.remove':   { needs: privilege.needRemove,         takes: privilege.taken,                                      whom: holding },
  'project.create':     { needs: project.needCreate },
  'project.edit':       { needs: project.needOn('edit') },
  'project.delete':     { needs: project.needOn('delete'),     takes: project.everything,     isWhole: true },
  'project.take':       { needs: project.needTake },
  'project.restore':    { needs: restore.needProject },
  'role.create':        { needs: role.needCreate,              gives: role.given },
  'role.edit':          { needs: role.needEdit,                gives: role.givenBySlug,      alters: role.otherRules,      moves: role.weighSlug },
  'role.delete':        { needs: role.needOn('delete') },
  'environment.rename': { needs: content.needIn('environments', 'edit'), moves: content.move },
  'folder.rename':      { needs: content.needRename,           moves: content.move },
  'secret.change':      { needs: content.needChange,           moves: content.move },
  'tag.rename':         { needs: content.needIn('tags', 'edit'),   moves: content.move },
  'tag.delete':         { needs: content.needIn('tags', 'delete'), moves: content.move },
  'environment.delete': { needs: content.needDelete },
  'folder.delete':      { needs: content.needEach },
};

/** Refuses an act for which the actor lacks the permission, or that gives or takes what it does not hold. */
export function judgeAct(context: Context, command: Command): void {
  const act = acts[command.do] as Act<Command>;
  act.needs(context, command);
  if (context.actor === 'system') return;
  weigh(context, {
    gives: act.gives?.(context, command) ?? [],
    takes: act.takes?.(context, command) ?? [],
    alters: act.alters?.(context, command) ?? [],
    whom: act.whom?.(command, context) ?? null,
    isWhole: act.isWhole ?? false,
  });
  act.moves?.(context, command);
}
