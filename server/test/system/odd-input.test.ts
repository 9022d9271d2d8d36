import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Endpoint, endpoints } from '@coterie/contract';
import { textOf } from '../support/attempts.ts';
import { type Company, type House, openCompany, openHouse } from '../support/house.ts';
import { hide, type Things, valuesFrom } from './support/hidden.ts';
import { type Sample, samplesOf } from './support/samples.ts';

/** What is not called here, and why. */
const left: Record<string, string> = {
  'session.signOut': 'ends the session that asks',
  'session.switchOrganization': 'moves the session that asks',
};

/** Values that have broken programs before, for a text and for a number. */
const texts: readonly unknown[] = [
  'a\0b',
  '\ud800',
  'x\udfff\ud800',
  '',
  ' ',
  '%00',
  '../../etc/passwd',
  "'; DROP TABLE users; --",
  '𝒳'.repeat(300),
  '\u202e\u200b',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999999999Z',
  '2026-02-30T00:00:00Z',
  '__proto__',
  `${'['.repeat(200)}`,
  -1,
  2 ** 53,
  1e308,
  null,
  [],
  {},
];
const numbers: readonly unknown[] = [
  -1,
  0,
  0.5,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  2 ** 63,
  1e308,
  '1',
  'x\0',
  null,
];
/** Only what a query or a path can carry. */
const isText = (value: unknown) => typeof value === 'string' || typeof value === 'number';

type Leaf = { path: (string | number)[]; value: unknown };

function* leaves(value: unknown, path: (string | number)[] = []): Iterable<Leaf> {
  if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* leaves(item, [...path, index]);
  else if (typeof value === 'object' && value !== null)
    for (const [name, item] of Object.entries(value)) yield* leaves(item, [...path, name]);
  else yield { path, value };
}

function replaced(whole: unknown, [first, ...rest]: (string | number)[], value: unknown): unknown {
  if (first === undefined) return value;
  const copy = Array.isArray(whole) ? [...whole] : { ...(whole as object) };
  Object.assign(copy, { [first]: replaced(Reflect.get(whole as object, first), rest, value) });
  return copy;
}

const encoded = (value: unknown): string => {
  try {
    return encodeURIComponent(String(value));
  } catch {
    // Half of a pair has no form in UTF-8: what clients that send it anyway send.
    return '%ED%A0%80';
  }
};

/** Each leaf of a well-formed request in turn, with each odd value. */
function* oddities({ path, query, body }: Sample): Iterable<Sample> {
  const parts = path.split('/');
  for (const [index, part] of parts.entries())
    if (index > 3 || /[0-9a-f-]{36}|%/.test(part))
      for (const odd of texts.filter(isText))
        yield { path: parts.with(index, encoded(odd)).join('/'), query: query ?? {}, body };
  for (const leaf of leaves(query ?? {}))
    for (const odd of [...texts, ...numbers].filter(isText))
      yield { path, query: replaced(query, leaf.path, odd) as object, body };
  for (const leaf of leaves(body ?? {}))
    for (const odd of typeof leaf.value === 'number' ? numbers : texts)
      yield { path, query: query ?? {}, body: replaced(body, leaf.path, odd) };
}

/** Each field of a query, also where the sample leaves it out. */
function withEveryField(endpoint: Endpoint, things: Things, org: string): Sample[] {
  const values = valuesFrom(things, org);
  const most = samplesOf(endpoint, (name, path) => values(name, path) ?? ['sample']);
  return [samplesOf(endpoint, values).at(-1), most.at(-1)].filter((one) => one !== undefined);
}

describe('odd input', { timeout: 600_000 }, () => {
  let house: House;
  let company: Company;
  let things: Things;
  let sent = 0;
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    const { inProject, inOrganization } = await hide(company);
    things = { ...inProject, ...inOrganization };
  });
  after(() => house.close());

  async function ask(
    { method, who }: Endpoint,
    { path, query, body }: Sample,
  ): Promise<string | null> {
    sent++;
    const search = Object.entries(query ?? {})
      .map(([name, value]) => `${name}=${encoded(value)}`)
      .join('&');
    const hasBody = body !== undefined && method !== 'GET';
    const response = await fetch(`${house.url}${path}${search ? `?${search}` : ''}`, {
      method,
      headers: {
        ...(who.kind === 'anyone' ? {} : { authorization: `Bearer ${company.machine.token}` }),
        ...(hasBody ? { 'content-type': 'application/json' } : {}),
      },
      ...(hasBody ? { body: JSON.stringify(body) } : {}),
    });
    const text = await textOf(response);
    return response.status >= 500 && response.status !== 503
      ? `${method} ${path}?${search} ${JSON.stringify(body)}: ${response.status} ${text}`
      : null;
  }

  for (const [name, endpoint] of Object.entries(endpoints)) {
    if (name in left) continue;
    it(`${name} answers none of it with 500`, async () => {
      const seen = new Set<string>();
      const asked = withEveryField(endpoint, things, company.orgId)
        .flatMap((one) => [...oddities(one)])
        .filter((one) => {
          const text = JSON.stringify(one);
          return !seen.has(text) && seen.add(text);
        });
      const faults: string[] = [];
      for (let n = 0; n < asked.length; n += 8)
        for (const fault of await Promise.all(
          asked.slice(n, n + 8).map((one) => ask(endpoint, one)),
        ))
          if (fault) faults.push(fault);
      assert.deepEqual(faults.slice(0, 10), []);
    });
  }

  it('was sent by the thousand', () => {
    assert.ok(sent > 10_000, `${sent} requests`);
  });

  it('a text that could not be given back is refused by its field', async () => {
    for (const [path, body, field] of [
      ['/api/v1/groups', { name: 'a', description: 'x\0y' }, 'description'],
      ['/api/v1/groups', { name: 'a\ud800' }, 'name'],
      [
        '/api/v3/secrets/raw/ODD',
        { workspaceId: things.project, environment: 'dev', secretValue: '\ud800' },
        'secretValue',
      ],
    ] as const) {
      const response = await fetch(house.url + path, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${company.machine.token}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
      });
      assert.equal(response.status, 400);
      assert.match(await response.text(), new RegExp(`\`${field}\``));
    }
    const search = await fetch(`${house.url}/api/v1/groups?search=%00`, {
      headers: { authorization: `Bearer ${company.machine.token}` },
    });
    assert.equal(search.status, 400);
  });
});
