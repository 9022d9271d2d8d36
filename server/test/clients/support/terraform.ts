import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import {
  type Caller,
  type Company,
  callerAt,
  type House,
  openCompany,
  openHouse,
} from '../../support/house.ts';
import { decode } from './go.ts';
import { exchange, type Method, type Reply, succeeded } from './wire.ts';

/** The Terraform provider, played: it sends what the provider sends, and keeps what the provider keeps. */
export type Provider = {
  send: (method: Method, path: string, body?: unknown) => Promise<Reply>;
  /** The body of a success; any other answer fails. */
  ok: (method: Method, path: string, body?: unknown) => Promise<unknown>;
  /** A refresh: 404 takes the resource out of the state, any other refusal is an error (wire contract, §1.14). */
  refresh: (path: string) => Promise<unknown>;
  /** The same identity at the API of this product, to change things behind the provider's back. */
  native: Caller;
  project: (slug: string) => Promise<{ id: string; slug: string }>;
};
export type Scene = { house: House; company: Company; tf: Provider };

/** A company on an instance of its own, and a provider that has signed in as an admin identity. */
export async function openTerraform(hostEnd: '' | '/' = ''): Promise<Scene> {
  const house = await openHouse();
  try {
    const company = await openCompany(house);
    const { clientId, clientSecret } = await company.identity('terraform', 'admin');
    return { house, company, tf: await configure(house.url + hostEnd, clientId, clientSecret) };
  } catch (error) {
    await house.close();
    throw error;
  }
}

/** What the provider does first (A1); `host` is put before the paths as it stands. */
async function configure(host: string, clientId: string, clientSecret: string): Promise<Provider> {
  const always = { 'user-agent': 'terraform', accept: 'application/json' };
  const signedIn = await exchange(`${host}/api/v1/auth/universal-auth/login`, 'POST', always, {
    clientId,
    clientSecret,
  });
  const { accessToken } = decode(succeeded(signedIn), '', {
    accessToken: 'text',
    expiresIn: 'int',
    accessTokenMaxTTL: 'int',
    tokenType: 'text',
  });
  const headers = { ...always, authorization: `Bearer ${accessToken}` };
  const send: Provider['send'] = (method, path, body) =>
    exchange(host + path, method, headers, body);
  const ok: Provider['ok'] = async (...asked) => succeeded(await send(...asked));
  return {
    send,
    ok,
    refresh: async (path) => {
      const reply = await send('GET', path);
      return reply.status === 404 ? null : succeeded(reply);
    },
    native: callerAt(host, accessToken),
    project: async (slug) => {
      const made = await ok('POST', '/api/v2/workspace', {
        projectName: slug,
        slug,
        type: 'secret-manager',
        shouldCreateDefaultEnvs: true,
        organizationSlug: '',
      });
      return { id: decode(made, 'project', { id: 'id' }).id, slug };
    },
  };
}

/** Every attribute that the provider keeps of a resource. */
export type State = Record<string, unknown>;
export type Resource<S extends State> = {
  /** The state after an apply. */
  create: (plan: S) => Promise<S>;
  /** The state after a refresh; null when the resource is out of it. */
  read: (state: S) => Promise<S | null>;
  update: (state: S, plan: S) => Promise<S>;
  remove: (state: S) => Promise<unknown>;
};

/** The attributes that a plan would change. */
export const planned = (state: State, fresh: State | null): string[] =>
  Object.keys({ ...state, ...fresh })
    .filter((name) => !isDeepStrictEqual(state[name], fresh?.[name]))
    .sort();

/** After an apply, a plan must find nothing to do. */
export function planIsEmpty(state: State, fresh: State | null): void {
  assert.deepEqual(fresh, state);
}

/** Applies a resource for the first time, and finds nothing more to do. */
export async function applied<S extends State>(resource: Resource<S>, plan: S): Promise<S> {
  const state = await resource.create(plan);
  for (const [name, value] of Object.entries(plan)) assert.deepEqual(state[name], value, name);
  planIsEmpty(state, await resource.read(state));
  return state;
}

/** Applies another plan to a resource that is there. */
export async function reapplied<S extends State>(
  resource: Resource<S>,
  state: S,
  plan: S,
): Promise<S> {
  const next = await resource.update(state, plan);
  planIsEmpty(next, await resource.read(next));
  return next;
}

/** Something is changed behind the provider's back: the refresh shows just that, and the next apply puts it back. */
export async function putBack<S extends State>(
  resource: Resource<S>,
  state: S,
  drifted: string[],
  change: () => Promise<unknown>,
): Promise<void> {
  await change();
  const fresh = await resource.read(state);
  assert.deepEqual(planned(state, fresh), [...drifted].sort());
  assert.ok(fresh);
  const applied = await resource.update(fresh, state);
  planIsEmpty(applied, await resource.read(applied));
}

/** Destroys a resource; the next refresh takes it out of the state. */
export async function destroyed<S extends State>(resource: Resource<S>, state: S): Promise<void> {
  await resource.remove(state);
  assert.equal(await resource.read(state), null);
}
