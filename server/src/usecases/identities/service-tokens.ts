import { randomUUID } from 'node:crypto';
import {
  type Command,
  compileGlob,
  type Grant,
  type Id,
  type Rule,
  refuse,
  type World,
} from '@coterie/kernel';
import { mintServiceToken } from '../../crypto/tokens.ts';
import { openText, type Sealed, sealText, transportKeys } from '../../crypto/transport.ts';
import {
  insertToken,
  listMethodTokens,
  methodToken,
  type NamedTokenRow,
} from '../../store/accounts/tokens.ts';
import type { Tx } from '../../store/db.ts';
import { insertIdentity } from '../../store/organization/identities.ts';
import { environmentBySlug } from '../../store/project/projects.ts';
import { look, orgOf } from '../look.ts';
import { type Caller, changer, type Parts } from '../parts.ts';
import { roleRef } from '../roles/refs.ts';
import { newMember } from '../setup/found.ts';
import { deleteIdentity } from './delete.ts';
import { everywhere } from './universal-auth.ts';

/**
 * A service token is a machine identity with one token, and in one project a privilege with the rules that its scopes
 * mean. So it is explained, listed, previewed, logged and taken away like any other (docs/decisions/0023).
 */
export const method = 'service-token';
type Scope = { environment: string; secretPath: string };
type Permission = 'read' | 'write';
type Wanted = {
  name: string;
  project: Id;
  scopes: readonly Scope[];
  permissions: readonly Permission[];
  /** Seconds; none for no end. */
  expiresIn?: number | null | undefined;
};
export type SeenServiceToken = {
  row: NamedTokenRow;
  project: Id;
  scopes: Scope[];
  permissions: Permission[];
  /** The key of its texts, sealed under the part that the token ends with. */
  key: Sealed;
};
/** How the texts of one service token go over the wire. */
export type Sealing = {
  seal: (plain: string) => Sealed;
  /** The text, or null when it was sealed under another key. */
  open: (sealed: Sealed) => string | null;
};
export type { Sealed };

type Makes = Pick<Parts, 'access' | 'rootKey' | 'now'>;
type Reads = Pick<Parts, 'db' | 'worlds' | 'rootKey' | 'now'>;

/** When a token without an end ends. */
const never = Date.parse('9999-12-31T00:00:00Z');
export const endOf = ({ longest_until: end }: NamedTokenRow): Date | null =>
  end.getTime() >= never ? null : end;

const actions = {
  read: { secrets: ['describeSecret', 'readValue'], 'secret-imports': ['read'] },
  write: { secrets: ['create', 'edit', 'delete'] },
} as const;

/** What a token may do in its scopes, as rules; an environment is meant by its slug, a path by its pattern. */
function rulesFor({ scopes, permissions }: Pick<Wanted, 'scopes' | 'permissions'>): Rule[] {
  return scopes.flatMap(({ environment, secretPath }) =>
    [...new Set(permissions)].flatMap((permission) =>
      Object.entries(actions[permission]).map(([subject, action]) => ({
        subject,
        action: [...action],
        conditions: { environment: { $eq: environment }, secretPath: { $glob: secretPath } },
      })),
    ),
  );
}

/** The scopes and permissions that rules made above mean, also after an environment was renamed. */
function meant(rules: readonly Rule[]): Pick<SeenServiceToken, 'scopes' | 'permissions'> {
  const ofSecrets = rules.filter(({ subject }) => subject === 'secrets');
  const scopes = ofSecrets.map(({ conditions }) => ({
    environment: textOf(conditions?.environment, '$eq'),
    secretPath: textOf(conditions?.secretPath, '$glob'),
  }));
  const has = (action: string) => ofSecrets.some((rule) => rule.action.includes(action));
  return {
    scopes: [...new Map(scopes.map((scope) => [JSON.stringify(scope), scope])).values()],
    permissions: [
      ...(has('readValue') ? (['read'] as const) : []),
      ...(has('edit') ? (['write'] as const) : []),
    ],
  };
}

const textOf = (condition: unknown, operator: string): string =>
  typeof condition === 'string'
    ? condition
    : String((condition as Record<string, unknown> | undefined)?.[operator] ?? '');

/** Makes the identity, its place and its rules, and the token, in one act; the token is shown this once. */
export async function createServiceToken(
  parts: Makes,
  caller: Caller,
  wanted: Wanted,
): Promise<{ token: string; seen: SeenServiceToken }> {
  const org = orgOf(caller);
  const at = parts.now();
  const [id, identity, privilege] = [randomUUID(), randomUUID(), randomUUID()];
  const { token, hash } = mintServiceToken(id);
  const until = wanted.expiresIn ? at + wanted.expiresIn * 1000 : null;
  const patterned = wanted.scopes.findIndex(({ secretPath }) => compileGlob(secretPath) === null);
  if (patterned >= 0) wrongScope(patterned, 'secretPath', 'a folder path, or a pattern of one');
  let known: Known = [];
  const { answer } = await parts.access.change({
    org,
    by: changer(caller),
    at,
    makes: { id: identity, name: wanted.name },
    find: async (tx) => {
      known = await environmentsOf(tx, org, wanted);
    },
    commands: (world) => {
      const scopes = wanted.scopes.map((scope, n) => ({
        ...scope,
        environment: known[n] ?? scope.environment,
      }));
      return commandsFor(world, { ...wanted, scopes }, { identity, privilege, until, at });
    },
    check: async () => {
      const missing = known.indexOf(undefined);
      if (missing >= 0)
        wrongScope(missing, 'environment', 'the slug of an environment of the project');
    },
    deeds: () => [{ do: 'serviceToken.create', of: identity, id, name: wanted.name }],
    after: async (tx, { see }) => {
      await insertIdentity(tx, org, {
        id: identity,
        name: wanted.name,
        has_delete_protection: false,
        metadata: [],
      });
      const end = new Date(until ?? never);
      await insertToken(tx, {
        id,
        hash,
        kind: 'identity',
        user_id: null,
        org_id: org,
        identity_id: identity,
        client_secret_id: null,
        created_at: new Date(at),
        expires_at: end,
        longest_until: end,
        uses_left: null,
        trusted_ips: everywhere,
        name: wanted.name,
        sign_in_method: method,
      });
      const row = await readToken(tx, org, id);
      return see((world) => seen(parts, world, row));
    },
  });
  const { own } = transportKeys(parts.rootKey, id);
  return { token: `${token}.${own}`, seen: answer };
}

/** The environments of the scopes as their slugs are written; none where there is no such environment. */
type Known = (string | undefined)[];

async function environmentsOf(tx: Tx, org: Id, { project, scopes }: Wanted): Promise<Known> {
  const found = new Map<string, string | undefined>();
  for (const { environment } of scopes)
    if (!found.has(environment))
      found.set(environment, (await environmentBySlug(tx, org, project, environment))?.slug);
  return scopes.map(({ environment }) => found.get(environment));
}

const wrongScope = (n: number, field: keyof Scope, expected: string): never =>
  refuse({ reason: 'invalid', field: `scopes.${n}.${field}`, expected });

type Made = { identity: Id; privilege: Id; until: number | null; at: number };

function commandsFor(world: World, wanted: Wanted, made: Made): Command[] {
  const { identity, privilege, until, at } = made;
  const { project } = wanted;
  if (!world.get('project', project)) refuse({ reason: 'notFound', thing: 'project', id: project });
  const place = { project, holder: identity, holderKind: 'principal' } as const;
  const none = roleRef(world, project, 'no-access');
  const [from, range] = [until === null ? null : at, null];
  return [
    {
      do: 'member.add',
      member: newMember(identity, 'machineIdentity', roleRef(world, null, 'no-access')),
    },
    {
      do: 'grant.add',
      ...place,
      membership: randomUUID(),
      roles: [{ id: randomUUID(), role: none, from: null, until: null, range: null }],
    },
    {
      do: 'privilege.add',
      privilege: {
        ...place,
        id: privilege,
        rules: rulesFor(wanted),
        slug: method,
        from,
        until,
        range,
        createdAt: at,
      },
    },
  ];
}

/** The service token that asks; none when another kind of token does. */
export async function ownServiceToken(
  parts: Reads,
  caller: Caller,
): Promise<SeenServiceToken | undefined> {
  const view = await look(parts, caller);
  const row = await methodToken(parts.db, view.org, { method, id: caller.token.id });
  return row && seen(parts, view.world, row);
}

export function sealingOf({ rootKey }: Pick<Parts, 'rootKey'>, { row }: SeenServiceToken): Sealing {
  const { texts } = transportKeys(rootKey, row.id);
  return { seal: (plain) => sealText(texts, plain), open: (sealed) => openText(texts, sealed) };
}

/** The service tokens of a project, newest first. */
export async function listServiceTokens(
  parts: Reads,
  caller: Caller,
  project: Id,
): Promise<SeenServiceToken[]> {
  const view = await look(parts, caller);
  view.project(project);
  view.need('identity', 'read', project);
  const identities = [...view.world.grantsOn(project)]
    .filter(({ rules, slug }) => rules !== null && slug === method)
    .map(({ holder }) => holder);
  const rows = await listMethodTokens(parts.db, view.org, { method, identities });
  return rows.map((row) => seen(parts, view.world, row));
}

/** Deletes a service token with its identity; gives it as it was. */
export async function deleteServiceToken(
  parts: Reads & Pick<Parts, 'access'>,
  caller: Caller,
  id: Id,
): Promise<SeenServiceToken> {
  const view = await look(parts, caller);
  view.need('identity', 'delete');
  const known = seen(parts, view.world, await readToken(parts.db, view.org, id));
  // Its answer shows scopes, which are the project's to show.
  view.project(known.project);
  view.need('identity', 'read', known.project);
  await deleteIdentity(parts, caller, known.row.identity_id);
  return known;
}

const readToken = async (db: Parts['db'], org: Id, id: Id): Promise<NamedTokenRow> =>
  (await methodToken(db, org, { method, id })) ??
  refuse({ reason: 'notFound', thing: 'service token', id });

/** Where the token's rules stand; none when the identity was taken out of its project. */
function grantOf(world: World, identity: Id): Grant | undefined {
  for (const grant of world.grantsOf(identity))
    if (grant.rules !== null && grant.slug === method) return grant;
  return undefined;
}

function seen({ rootKey }: Pick<Parts, 'rootKey'>, world: World, row: NamedTokenRow) {
  const grant = grantOf(world, row.identity_id);
  if (!grant) return refuse({ reason: 'notFound', thing: 'service token', id: row.id });
  const { texts, own } = transportKeys(rootKey, row.id);
  return { row, project: grant.project, ...meant(grant.rules ?? []), key: sealText(own, texts) };
}
