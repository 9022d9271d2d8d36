import { after, before } from 'node:test';
import { allowed, type Raw, rawOf } from './attempts.ts';
import { type Company, type House, openCompany, openHouse, type Person } from './house.ts';

export type Known = Person & { raw: Raw };
export const may = (subject: string, ...action: string[]) => ({ subject, action });
export const soon = (seconds = 3600) => new Date(Date.now() + seconds * 1000).toISOString();

/** A house for a suite, opened before it and closed after, and short ways to people and groups of fresh names. */
export function cast(prepare?: (company: Company) => Promise<unknown>) {
  let house: House;
  let company: Company;
  let root: Raw;
  let count = 0;
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    root = rawOf(house.url, company.admin.token);
    await prepare?.(company);
  });
  after(() => house.close());
  const one = (word: string) => {
    count += 1;
    return `${word}${count}`;
  };
  const memberships = () => `/api/v2/organizations/${company.orgId}/memberships`;
  return {
    house: () => house,
    company: () => company,
    root: ((...given) => root(...given)) as Raw,
    one,
    async person(rules: object[] | string, word = 'person'): Promise<Known> {
      const slug = typeof rules === 'string' ? rules : one('role');
      if (typeof rules !== 'string') await company.role(slug, rules);
      const made = await company.person(one(word), slug);
      return { ...made, raw: rawOf(house.url, made.token) };
    },
    group: async (role = 'no-access') => (await company.group(one('Group '), role)).id,
    member: (membershipId: string) => `${memberships()}/${membershipId}`,
    rootStays: () => allowed(() => root('GET', memberships())),
  };
}
