import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Endpoint, endpoints } from '@coterie/contract';
import { z } from 'zod';
import { type Company, type House, openCompany, openHouse } from '../support/house.ts';
import { hide, type Things, valuesFrom, word } from './support/hidden.ts';
import { type Sample, samplesOf } from './support/samples.ts';

/** Texts that are easily changed on their way: by trimming, folding, composing or cutting. */
const texts = [
  ' both ends ',
  'line break\n',
  'Capitals-And_More',
  '\u{1d4b3}\u{1f600}',
  'e\u0301cole',
  'שלום mixed with latin',
  'a\tb',
  '0123456789'.repeat(6),
];

/** What is shown to nobody. */
const secret = new Set(['tokenReviewerJwt', 'password', 'oldPassword']);

/** Where a text is read back that the answer itself does not have. */
const members = (t: Things) => `/api/v1/groups/${t.group}/members?limit=1000`;
const readBack: Record<string, (t: Things) => string> = {
  'groups.addGroupIdentity reason': members,
  'groups.addGroupUser reason': members,
  'groups.nestGroup reason': members,
};

function* texted(value: unknown): Iterable<unknown> {
  if (typeof value === 'object' && value !== null)
    for (const item of Object.values(value)) yield* texted(item);
  else yield value;
}

type Schema = {
  type?: string;
  anyOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
};
/** The fields of a body that take a text which is not one of a list, an id or a moment. */
function textFields({ body }: Endpoint): string[] {
  const schema = z.toJSONSchema(body as z.ZodType, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, Schema>;
  };
  const isText = ({ type, anyOf, enum: list, format }: Schema): boolean =>
    anyOf?.some(isText) ??
    ((type === undefined || type === 'string') && !list && !/uuid|date|email/.test(format ?? ''));
  return Object.entries(schema.properties ?? {}).flatMap(([name, one]) =>
    isText(one) ? [name] : [],
  );
}

describe('what is sent in a text field', { timeout: 600_000 }, () => {
  let house: House;
  let company: Company;
  let things: Things;
  let compared = 0;
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    const { inProject, inOrganization } = await hide(company);
    things = { ...inProject, ...inOrganization };
  });
  after(() => house.close());

  const send = async ({ method }: Endpoint, { path }: Sample, body: unknown) => {
    const response = await fetch(house.url + path, {
      method,
      headers: {
        authorization: `Bearer ${company.admin.token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as object };
  };

  const read = async (path: string) => {
    const headers = { authorization: `Bearer ${company.admin.token}` };
    return (await (await fetch(house.url + path, { headers })).json()) as object;
  };

  const writing = Object.entries(endpoints).filter(
    ([, { method, body, who, asks }]) =>
      body !== undefined &&
      !asks &&
      who.kind !== 'anyone' &&
      ['POST', 'PATCH', 'PUT'].includes(method),
  );
  for (const [name, endpoint] of writing)
    it(`${name} gives back, or refuses`, async () => {
      const known = valuesFrom(things, company.orgId);
      const values = (field: string, path: string) =>
        /^(name|slug|projectName|secretKey|secretName)$/.test(field) && endpoint.method === 'POST'
          ? [word()]
          : known(field, path);
      const lost: string[] = [];
      for (const field of textFields(endpoint)) {
        if (secret.has(field)) continue;
        const elsewhere = readBack[`${name} ${field}`];
        let taken = 0;
        for (const text of texts) {
          const [sample] = samplesOf(endpoint, values);
          if (!sample) continue;
          const { status, body } = await send(endpoint, sample, {
            ...(sample.body as object),
            [field]: text,
          });
          if (status >= 300) continue;
          taken++;
          const shown = elsewhere ? await read(elsewhere(things)) : body;
          if (![...texted(shown)].includes(text))
            lost.push(`${field} ${JSON.stringify(text)}: ${JSON.stringify(shown).slice(0, 200)}`);
        }
        compared += taken;
      }
      assert.deepEqual(lost, []);
    });

  it('was compared by the hundred', () => {
    assert.ok(compared > 300, `${compared} were taken`);
  });
});
