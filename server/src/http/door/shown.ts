import type { Endpoint } from '@coterie/contract';
import type { Attributes, Id } from '@coterie/kernel';
import { z } from 'zod';
import { sees } from '../../usecases/access/seen.ts';
import { seesSource } from '../../usecases/content/imports/source.ts';
import { isManaged } from '../../usecases/groups/get.ts';
import { look } from '../../usecases/look.ts';
import type { Caller, Parts } from '../../usecases/parts.ts';
import type { View } from '../../usecases/view.ts';

/** What a request carried. */
export type Sent = { params: unknown; query: unknown; body: unknown };
type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Things whose writes answer with them, by the subject that a read of them asks for. */
const read = new Set([
  'groups',
  'member',
  'identity',
  'role',
  'project-templates',
  'tags',
  'environments',
  'secret-folders',
  'secret-imports',
]);

/** A thing that is made holds what the request says and what nothing had before. */
const made = new Set([
  'groups.create',
  'identity.create',
  'role.create',
  'tags.create',
  'environments.create',
  'secret-folders.create',
  'secret-imports.create',
  'member.create',
  'identity.create-token',
]);

type About = { subject: string; on: 'organization' | 'project' };

/** What an answer of that endpoint shows, where it shows something that is to be read; null for others. */
function aboutOf({ method, path, who }: Endpoint): About | null {
  if (method === 'GET') return null;
  if (who.kind === 'signedIn') {
    if (path.includes('/roles')) return { subject: 'role', on: 'project' };
    return path.includes('privilege') ? { subject: 'privilege', on: 'project' } : null;
  }
  // What it answers is what was sent, item by item.
  if (path.endsWith('/members/bulk')) return null;
  if (who.kind !== 'may' || !read.has(who.subject)) return null;
  const isAttached = method === 'POST' && /-auth\/identities\/:identityId$/.test(path);
  const isMade =
    method === 'POST' &&
    made.has(`${who.subject}.${who.action}`) &&
    !/clone|memberships|\/groups\/:|identit\w*\/:identityId$/.test(path);
  return isMade || isAttached ? null : { subject: who.subject, on: who.on };
}

/** Where a thing of content stands, as rules read it. */
function placeOf(answer: Fields): Attributes | undefined {
  const { folder, secretImport } = answer;
  if (folder) {
    const { path, environment } = fieldsOf(folder);
    return { environment: text(fieldsOf(environment).envSlug), secretPath: text(path) };
  }
  if (!secretImport) return undefined;
  const { secretPath, environment } = fieldsOf(secretImport);
  return { environment: text(fieldsOf(environment).slug), secretPath: text(secretPath) };
}

/** The project that a request is about, or its answer. */
function projectOf(view: View, { params, query, body }: Sent, answer: Fields): Id {
  const said = { ...fieldsOf(body), ...fieldsOf(query), ...fieldsOf(params) };
  const slug = said.projectSlug;
  if (typeof slug === 'string')
    for (const project of view.world.all('project')) if (project.slug === slug) return project.id;
  const [thing] = Object.values(answer).filter((value) => typeof value === 'object');
  return text(said.projectId ?? said.workspaceId ?? fieldsOf(thing).projectId);
}

/** Whether the caller may read what the answer shows. */
function mayRead(view: View, { path }: Endpoint, about: About, sent: Sent, answer: Fields) {
  const seen = sees(view);
  const { id, type } = answer;
  if (/\/(users|machine-identities|managers)(\/|$)/.test(path) && path.includes('/groups/:id'))
    return type === 'group' ? seen.group(text(id)) : seen.principal(text(id));
  if (path.includes('/groups/:id/groups/')) return seen.group(text(id));
  if (about.on === 'organization') {
    if (path === '/api/v1/groups/:id' && isManaged(view, text(id))) return true;
    return view.may(about.subject, 'read');
  }
  const project = projectOf(view, sent, answer);
  if (about.subject === 'privilege') {
    const { holder } = fieldsOf(answer.privilege);
    const kind = fieldsOf(holder).type;
    const subject = kind === 'group' ? 'groups' : kind === 'user' ? 'member' : 'identity';
    return view.may(subject, 'read', project);
  }
  const { identityId } = fieldsOf(sent.params);
  const place = about.subject === 'identity' ? { identityId: text(identityId) } : placeOf(answer);
  const { importEnv, importPath } = fieldsOf(answer.secretImport);
  const environment = text(fieldsOf(importEnv).slug);
  if (importEnv && !seesSource(view, { project, environment, path: text(importPath) }))
    return false;
  return view.may(about.subject, 'read', project, place);
}

type Schema = {
  $ref?: string;
  $defs?: Record<string, Schema>;
  type?: string;
  format?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
};

/** What the request said, by name, and every text in it. */
type Said = { byName: Map<string, Set<unknown>>; texts: Set<unknown> };

function saidIn(value: unknown, name: string, said: Said): Said {
  if (Array.isArray(value)) {
    if (value.length === 0) note(said, name, null);
    for (const one of value) saidIn(one, name, said);
  } else if (typeof value === 'object' && value !== null)
    for (const [key, one] of Object.entries(value)) {
      note(said, key, null);
      saidIn(one, key, said);
    }
  else if (value !== undefined) {
    note(said, name, value);
    if (typeof value === 'string') said.texts.add(value);
  }
  return said;
}

function note({ byName }: Said, name: string, value: unknown): void {
  const known = byName.get(name);
  if (known) known.add(value);
  else byName.set(name, new Set([value]));
}

/** A value as far as the request said it itself; the rest stands empty, in the form that is declared. */
function asSaid(root: Schema, schema: Schema, value: unknown, name: string, said: Said): unknown {
  const held = schema.$ref ? (root.$defs?.[schema.$ref.split('/').at(-1) ?? ''] ?? {}) : schema;
  if (Array.isArray(value))
    return said.byName.has(name)
      ? value.map((one) => asSaid(root, held.items ?? {}, one, name, said))
      : [];
  const forms = held.anyOf ?? [held];
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    const form = forms.find(({ properties, $ref }) => properties ?? $ref) ?? {};
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [
        key,
        asSaid(root, form.properties?.[key] ?? {}, one, key, said),
      ]),
    );
  }
  const isSaid = said.byName.get(name)?.has(value) || said.texts.has(value);
  return value === null || isSaid ? value : empty(forms);
}

const nobody = '00000000-0000-0000-0000-000000000000';
function empty(forms: readonly Schema[]): unknown {
  if (forms.some(({ type }) => type === 'null')) return null;
  const [form = {}] = forms;
  if (form.const !== undefined) return form.const;
  if (form.enum) return form.enum[0];
  if (form.type === 'boolean') return false;
  if (form.type === 'integer' || form.type === 'number') return 0;
  if (form.format === 'date-time') return new Date(0).toISOString();
  return form.format === 'uuid' ? nobody : '';
}

/** The thing's own id is told, and whose organization and project it is in. */
function withIds(answer: unknown, given: unknown): unknown {
  const ids = Object.entries(fieldsOf(given)).filter(
    ([key, value]) => typeof value === 'string' && /^(id|orgId|projectId)$/.test(key),
  );
  return ids.length === 0 ? answer : { ...fieldsOf(answer), ...Object.fromEntries(ids) };
}

export type Shown = (answer: unknown) => unknown;

/**
 * The answer of a write shows no more than a read by the same caller would have shown before it (access model, §4): what it
 * may not read stands empty, but for the thing's own id and what the request itself said. Null where nothing is to be read.
 */
export function shownBy(endpoint: Endpoint) {
  const about = aboutOf(endpoint);
  if (!about) return null;
  const schema = z.toJSONSchema(endpoint.answer, {
    io: 'output',
    unrepresentable: 'any',
  }) as Schema;
  return async (parts: Parts, caller: Caller, sent: Sent): Promise<Shown> => {
    const view = await look(parts, caller);
    // The world moves on with the write; what is gathered now stays.
    view.live(null);
    const project = projectOf(view, sent, {});
    if (project) view.live(project);
    return (answer) => {
      const fields = fieldsOf(answer);
      if (mayRead(view, endpoint, about, sent, fields)) return answer;
      const said = saidIn([sent.params, sent.query, sent.body], '', {
        byName: new Map(),
        texts: new Set(),
      });
      const emptied = fieldsOf(asSaid(schema, schema, answer, '', said));
      const things = Object.entries(emptied).map(([key, one]) =>
        typeof one === 'object' && one !== null && !Array.isArray(one)
          ? [key, withIds(one, fields[key])]
          : [key, one],
      );
      const { message } = fields;
      return withIds(
        { ...Object.fromEntries(things), ...(message === undefined ? {} : { message }) },
        answer,
      );
    };
  };
}
