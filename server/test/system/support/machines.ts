import assert from 'node:assert/strict';
import { type Endpoint, identities, signIns } from '@coterie/contract';
import { type Company, sender } from '../../support/house.ts';

type Settings = Record<string, unknown>;
type Proof = Record<string, string>;
export type SignInEndpoints = { login: Endpoint; attach: Endpoint };

let count = 0;
/** A network that nobody has come from before, so that no test waits for another's failures. */
export const newNetwork = (): string => `198.51.${Math.floor(++count / 250)}.${(count % 250) + 1}`;

/** Machine identities that sign in by one way, for who runs behind a proxy that says where requests come from. */
export const machinesOf = (company: Company, { login }: { login: { path: string } }) => {
  const path = login.path.replace(/login$/, 'identities');
  const { url } = company.house;
  const asAdmin = (method: string, identity: string, body?: Settings) =>
    sender(url, company.admin.token)(`${path}/${identity}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  const make = async (settings: Settings, role = 'member') => {
    const body = { name: `machine ${++count}`, role };
    const { identity } = await company.admin.call(identities.createIdentity, { body });
    const response = await asAdmin('POST', identity.id, settings);
    assert.equal(response.status, 200, await response.clone().text());
    return identity.id;
  };
  const send = (identityId: string, proof: Proof, network = newNetwork()) =>
    sender(url)(login.path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': network },
      body: JSON.stringify({ identityId, ...proof }),
    });
  /** Whether it is let in, or the reason that an administrator reads. */
  const outcome = async (identityId: string, proof: Proof): Promise<string> => {
    const response = await send(identityId, proof);
    const text = await response.text();
    if (response.status === 200) return 'in';
    assert.equal(response.status, 401, text);
    const { signIns: rows } = await company.admin.call(signIns.listSignIns, {
      query: { principalId: identityId, limit: 1 },
    });
    for (const shown of Object.values(proof))
      if (shown.length > 40)
        assert.ok(!JSON.stringify(rows).includes(shown), 'the log has no proof');
    return rows[0]?.detail ?? rows[0]?.outcome ?? 'no entry';
  };
  return { make, send, outcome, asAdmin };
};

/** Whether a token is good for anything. */
export const works = async (url: string, accessToken: string, network = '127.0.0.1') =>
  (
    await sender(url, accessToken)('/api/v1/identities/details', {
      method: 'GET',
      headers: { 'x-forwarded-for': network },
    })
  ).status;
