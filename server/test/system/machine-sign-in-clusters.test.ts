import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { identities } from '@coterie/contract';
import { type Company, type House, openCompany, openHouse } from '../support/house.ts';
import {
  type Given,
  type Got,
  pemOf,
  type Signer,
  serve,
  signer,
  token,
} from './support/issuer.ts';
import { machinesOf, works } from './support/machines.ts';

const audience = 'coterie';
const reviewer = 'reviewer.of.tokens';

/** Kubernetes: the token of a service account, reviewed by its cluster or verified by the cluster's keys. */
describe('a service account signs in', () => {
  let house: House;
  let company: Company;
  let own: Signer;
  let cluster: Awaited<ReturnType<typeof serve>>;
  /** What the cluster says of a token: by whom it was asked is checked where it is told apart. */
  let says: (got: Got) => Given | Promise<Given>;
  const review = (status: object): Given => ({
    status: 201,
    body: { kind: 'TokenReview', status },
  });
  const known = {
    authenticated: true,
    user: { username: 'system:serviceaccount:web:server' },
    audiences: [audience],
  };
  before(async () => {
    house = await openHouse({ COTERIE_INTERNAL_HOSTS: '127.0.0.1', TRUST_PROXY: 'true' });
    company = await openCompany(house);
    own = signer('cluster');
    cluster = await serve((got) => says(got));
  });
  after(async () => {
    await cluster.close();
    await house.close();
  });

  const machines = () => machinesOf(company, identities.kubernetesAuth);
  const settings = () => ({
    kubernetesHost: cluster.url,
    caCert: cluster.ca,
    tokenReviewerJwt: reviewer,
    allowedNamespaces: 'jobs, web',
    allowedNames: 'server',
    allowedAudience: audience,
  });

  it('by a review, for which the cluster is asked as it wants to be', async () => {
    says = () => review(known);
    cluster.asked.length = 0;
    const { make, outcome } = machines();
    const jwt = await token(own, { sub: 'x' });
    assert.equal(await outcome(await make(settings()), { jwt }), 'in');
    const [got] = cluster.asked;
    assert.deepEqual(
      [got?.method, got?.path, got?.headers.authorization, JSON.parse(got?.body ?? '')],
      [
        'POST',
        '/apis/authentication.k8s.io/v1/tokenreviews',
        `Bearer ${reviewer}`,
        {
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'TokenReview',
          spec: { token: jwt, audiences: [audience] },
        },
      ],
    );
  });

  it('by a review that its own token asks for, where no other is given', async () => {
    says = ({ headers }) =>
      headers.authorization === `Bearer ${jwt}` ? review(known) : { status: 401 };
    const jwt = await token(own, { sub: 'x' });
    const { make, outcome } = machines();
    const { tokenReviewerJwt: _, ...without } = settings();
    assert.equal(await outcome(await make(without), { jwt }), 'in');
  });

  const user = (username: string) => review({ ...known, user: { username } });
  const refused: Record<string, [Given, RegExp]> = {
    'the cluster does not know': [review({ ...known, authenticated: false }), /does not know/],
    'the cluster answers oddly': [{ body: 'none' }, /does not know/],
    'the cluster says yes, with an error': [
      { ...review(known), status: 403 },
      /refuses to review tokens \(status 403\)/,
    ],
    'is in another namespace': [user('system:serviceaccount:dark:server'), /namespace is `dark`/],
    'has another name': [user('system:serviceaccount:web:shell'), /account is `shell`/],
    'is of a person': [user('grace'), /no service account/],
    'is nearly one of a service account': [
      user('x:system:serviceaccount:web:server'),
      /no service account/,
    ],
    'is for another audience': [review({ ...known, audiences: ['x'] }), /allowed audience/],
    'leads elsewhere': [{ status: 307, headers: { location: 'https://x' } }, /leads elsewhere/],
    'is too long': [{ body: 'x'.repeat(2 ** 20 + 1) }, /longer than 1 MiB/],
  };
  for (const [what, [answer, wanted]] of Object.entries(refused))
    it(`never where the token ${what}`, async () => {
      says = () => answer;
      const { make, outcome } = machines();
      const jwt = await token(own, { sub: 'x' });
      assert.match(await outcome(await make(settings()), { jwt }), wanted);
    });

  it('and the token that reviews is never shown, nor sent to another cluster', async () => {
    says = () => review(known);
    const { make, outcome, asAdmin } = machines();
    const identityId = await make(settings());
    const other = await serve(() => review(known));
    for (const response of [
      await asAdmin('GET', identityId),
      await asAdmin('PATCH', identityId, { kubernetesHost: other.url, caCert: other.ca }),
    ])
      assert.ok(!(await response.text()).includes(reviewer));
    const jwt = await token(own, { sub: 'x' });
    assert.equal(await outcome(identityId, { jwt }), 'in');
    assert.equal(other.asked[0]?.headers.authorization, `Bearer ${jwt}`);
    await other.close();
  });

  it('and keeps the token that reviews where something else is changed; it is not in the database as it is', async () => {
    says = ({ headers }) =>
      headers.authorization === `Bearer ${reviewer}` ? review(known) : { status: 401 };
    const { make, outcome, asAdmin } = machines();
    const identityId = await make(settings());
    await asAdmin('PATCH', identityId, { allowedNames: 'server,client' });
    assert.equal(await outcome(identityId, { jwt: await token(own, { sub: 'x' }) }), 'in');
    const rows = await house.nodes[0]?.parts.db
      .selectFrom('machine_sign_ins')
      .selectAll()
      .execute();
    assert.ok(!JSON.stringify(rows).includes(reviewer));
    assert.ok(rows?.every(({ sealed }) => !sealed?.includes(reviewer)));
  });

  it('by a new token alone, once another way of its own is another', async () => {
    says = () => review(known);
    const { make, send, asAdmin } = machines();
    const identityId = await make(settings());
    const jwt = await token(own, { sub: 'x' });
    const { accessToken } = (await (await send(identityId, { jwt })).json()) as Record<
      string,
      string
    >;
    assert.equal(await works(house.url, String(accessToken)), 200);
    await asAdmin('PATCH', identityId, { allowedNamespaces: 'jobs' });
    assert.equal(await works(house.url, String(accessToken)), 401);
  });

  it('never by settings that are others by the time that it is let in', async () => {
    const { make, outcome, asAdmin } = machines();
    const identityId = await make(settings());
    says = async () => {
      await asAdmin('PATCH', identityId, { allowedNamespaces: 'jobs' });
      return review(known);
    };
    const jwt = await token(own, { sub: 'x' });
    assert.match(await outcome(identityId, { jwt }), /changed meanwhile/);
    says = async () => {
      await asAdmin('DELETE', identityId);
      return review(known);
    };
    await asAdmin('PATCH', identityId, { allowedNamespaces: 'web' });
    assert.match(await outcome(identityId, { jwt }), /changed meanwhile/);
  });

  const byKeys = () => ({
    tokenReviewMode: 'public-keys',
    publicKeys: [pemOf(own)],
    allowedNamespaces: 'web',
    allowedAudience: audience,
  });
  const sub = 'system:serviceaccount:web:server';
  const keyed: Record<string, [() => Promise<string>, RegExp]> = {
    'what is right': [() => token(own, { sub, aud: ['x', audience] }), /^in$/],
    'another namespace': [
      () => token(own, { sub: 'system:serviceaccount:dark:server', aud: audience }),
      /namespace is `dark`/,
    ],
    'another audience': [() => token(own, { sub, aud: 'x' }), /"aud"/],
    'one of another cluster': [
      () => token(signer('x'), { sub, aud: audience }),
      /signature verification failed/,
    ],
    'one without an end': [() => token(own, { sub, aud: audience, exp: undefined }), /"exp"/],
  };
  for (const [what, [make, wanted]] of Object.entries(keyed))
    it(`by the keys of its cluster, which is not asked: ${what}`, async () => {
      cluster.asked.length = 0;
      const { make: machine, outcome } = machines();
      assert.match(await outcome(await machine(byKeys()), { jwt: await make() }), wanted);
      assert.equal(cluster.asked.length, 0);
    });

  it('only by settings that could let somebody in, and not everybody', async () => {
    const { make, asAdmin } = machines();
    const identityId = await make(settings());
    for (const [change, field] of [
      [{ kubernetesHost: '' }, 'kubernetesHost'],
      [{ tokenReviewMode: 'gateway' }, 'tokenReviewMode'],
      [{ tokenReviewMode: 'public-keys' }, 'publicKeys'],
      [{ ...byKeys(), allowedAudience: '' }, 'allowedAudience'],
      [{ ...byKeys(), publicKeys: ['none'] }, 'publicKeys.0'],
      [{ allowedNamespaces: '', allowedNames: '' }, 'allowedNamespaces'],
    ] as const) {
      const response = await asAdmin('PATCH', identityId, change);
      const text = await response.text();
      assert.deepEqual([response.status, text.includes(`\`${field}\``)], [400, true], text);
    }
  });
});
