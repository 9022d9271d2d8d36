import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Endpoint, endpoints } from '@coterie/contract';
import { type Answered, allowed, kept, type Raw, rawOf } from '../support/attempts.ts';
import { fieldsOf, topFieldsOf } from '../support/fields.ts';
import { type Company, type House, openCompany, openHouse } from '../support/house.ts';

/**
 * What is denied, by the kind of name, with other ways to write it. Capitals in the names of secrets and folders are
 * other names: those of an environment and of a tag are not.
 */
const kinds = {
  environment: ['prod', 'PROD', 'Prod', 'pRoD', ' prod ', 'prod/', '%70rod', 'ｐrod'],
  path: ['/vault', '/vault/', '/vault//', '//vault', '/VAULT', '/%76ault', 'vault', '/./vault'],
  secret: ['DÉNIED', 'DÉNIED'.normalize('NFD'), 'D%C3%89NIED', 'DÉNIED '],
  folder: ['vault', ' vault ', 'vault/', '%76ault', '/vault'],
  tag: ['restricted', 'RESTRICTED', 'Restricted', ' restricted ', 'restricted/', '%72estricted'],
} as const;
type Kind = keyof typeof kinds;

const everywhere: Record<string, Kind> = {
  environment: 'environment',
  secretPath: 'path',
  path: 'path',
  secretName: 'secret',
  secretKey: 'secret',
  newSecretName: 'secret',
  folderIdOrName: 'folder',
  tagSlugs: 'tag',
};
function kindOf(field: string, { path }: Endpoint): Kind | undefined {
  if (field === 'name' && path.includes('/folders')) return 'folder';
  if (field === 'slug' && path.includes('/tags')) return 'tag';
  if (field === 'slug' && path.includes('/environments')) return 'environment';
  return everywhere[field];
}

const parts = ['params', 'query', 'body'] as const;
type Place = { part: (typeof parts)[number]; field: string; kind: Kind };
const placesOf = (endpoint: Endpoint): Place[] =>
  parts.flatMap((part) =>
    [...fieldsOf(endpoint, part)].flatMap((field) => {
      const kind = kindOf(field, endpoint);
      return kind ? [{ part, field, kind }] : [];
    }),
  );

/** Takes such names, and shows or changes nothing of a project: what it makes is judged when it is used; what-if asks by other endpoints. */
/** Templates and what-if hold places of other requests; sealed secrets answer service tokens alone. */
const exceptions = [
  'templates.createTemplate',
  'templates.editTemplate',
  'access.whatIf',
  'serviceTokens.listSealedSecrets',
  'serviceTokens.getSealedSecret',
  'serviceTokens.createSealedSecret',
  'serviceTokens.editSealedSecret',
  'serviceTokens.deleteSealedSecret',
];
const placesInImport = ['environment', 'path'];
const takesPlaces = ({ path }: Endpoint) => /secret|folder|environment|tag/.test(path);
const tried = Object.entries(endpoints).filter(
  ([name, endpoint]) => placesOf(endpoint).length > 0 && !exceptions.includes(name),
);

describe('another spelling of what is denied', () => {
  let house: House;
  let company: Company;
  let u: Raw;
  let ids: Record<string, string>;
  before(async () => {
    house = await openHouse();
    company = await openCompany(house);
    const admin = rawOf(house.url, company.admin.token);
    const project = await company.project('Project');
    const p = project.id;
    const at = { projectId: p, environment: 'dev' };
    const folder = async (name: string, environment = 'dev') =>
      (
        await allowed(() =>
          admin('POST', '/api/v1/folders', { ...at, environment, path: '/', name }),
        )
      ).body.folder as { id: string };
    const tag = async (slug: string) =>
      (await allowed(() => admin('POST', `/api/v1/projects/${p}/tags`, { slug }))).body.tag as {
        id: string;
      };
    const other = await folder('other');
    await folder('vault');
    const [free, restricted] = [await tag('free'), await tag('restricted')];
    const secret = (name: string, more: object, secretValue = 'kept-away') =>
      allowed(() =>
        admin('POST', `/api/v4/secrets/${encodeURIComponent(name)}`, {
          ...at,
          secretValue,
          ...more,
        }),
      );
    await secret('FREE', {}, 'shown');
    await secret('FREE', { environment: 'prod' });
    await secret('FREE', { secretPath: '/vault' });
    await secret('DÉNIED', {});
    await secret('TAGGED', { tagIds: [restricted.id] });
    const link = await allowed(() =>
      admin('POST', '/api/v2/secret-imports', {
        ...at,
        path: '/other',
        import: { environment: 'staging', path: '/' },
      }),
    );
    ids = {
      projectId: p,
      workspaceId: p,
      tagId: free.id,
      folderId: other.id,
      importId: (link.body.secretImport as { id: string }).id,
      envId: project.environments.find(({ slug }) => slug === 'dev')?.id ?? '',
    };
    const all = (subject: string, conditions?: object) => ({
      subject,
      action:
        subject === 'secrets'
          ? ['describeSecret', 'readValue', 'create', 'edit', 'delete']
          : ['read', 'create', 'edit', 'delete'],
      ...(conditions ? { conditions, inverted: true } : {}),
    });
    const content = ['secrets', 'secret-folders', 'secret-imports'];
    await company.role(
      'nearly',
      [
        ...[...content, 'environments', 'tags'].map((subject) => all(subject)),
        ...content.map((subject) => all(subject, { environment: 'prod' })),
        ...content.map((subject) => all(subject, { secretPath: { $glob: '/vault/**' } })),
        ...content.map((subject) => all(subject, { secretPath: '/vault' })),
        all('secrets', { secretName: 'DÉNIED' }),
        all('secrets', { secretTags: { $in: ['restricted'] } }),
      ],
      p,
    );
    const person = await company.person('Nearly', 'no-access');
    await company.addUser(project, person, 'nearly');
    u = rawOf(house.url, person.token);
  });
  after(() => house.close());

  const usual: Record<Kind, string> = {
    environment: 'dev',
    path: '/',
    secret: 'FREE',
    folder: 'fresh',
    tag: 'fresh',
  };
  const nested = (endpoint: Endpoint) => ({
    secrets: [{ secretKey: 'NEW', secretValue: 'x' }],
    import: { environment: 'staging', path: '/' },
    secretValue: endpoint.method === 'POST' ? 'x' : 'y',
    name: 'fresh',
  });
  /** A request that is right but for one field, which has the value given. */
  function fill(endpoint: Endpoint, place: Place, value: string, inside: string | null) {
    const made = (part: (typeof parts)[number]): Record<string, unknown> => {
      const given: Record<string, unknown> = {};
      for (const field of topFieldsOf(endpoint, part)) {
        const kind = kindOf(field, endpoint);
        if (field === 'newSecretName' || field === 'tagSlugs') continue;
        if (ids[field] !== undefined) given[field] = ids[field];
        else if (kind) given[field] = usual[kind];
        else if (field in nested(endpoint))
          given[field] = nested(endpoint)[field as keyof ReturnType<typeof nested>];
      }
      if (part !== place.part) return given;
      const within = inside === null ? null : given[inside];
      if (Array.isArray(within)) given[inside as string] = [{ ...within[0], [place.field]: value }];
      else if (within) given[inside as string] = { ...within, [place.field]: value };
      else given[place.field] = value;
      return given;
    };
    return { params: made('params'), query: made('query'), body: made('body') };
  }

  function send(
    endpoint: Endpoint,
    request: ReturnType<typeof fill>,
    code: Encode,
  ): Promise<Answered> {
    const text = (value: unknown) => code(String(value));
    const path = endpoint.path.replace(/:(\w+)/g, (_, key) => text(request.params[key]));
    const query = Object.entries(request.query).map(([key, value]) => `${key}=${text(value)}`);
    const body = endpoint.body ? request.body : undefined;
    return u(endpoint.method, query.length > 0 ? `${path}?${query.join('&')}` : path, body);
  }
  type Encode = (text: string) => string;
  const everyLetter: Encode = (text) =>
    [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

  for (const [name, endpoint] of tried)
    it(`gets no further: ${name}`, async () => {
      const before = await kept(house);
      const takesImport = topFieldsOf(endpoint, 'body').has('import');
      for (const place of placesOf(endpoint)) {
        const insides = [
          ...(topFieldsOf(endpoint, place.part).has(place.field) ? [null] : []),
          ...(place.field === 'secretKey' ? ['secrets'] : []),
          ...(place.part === 'body' && placesInImport.includes(place.field) && takesImport
            ? ['import']
            : []),
        ];
        for (const inside of insides) {
          const [plain] = kinds[place.kind];
          const ask = (value: string, code: Encode = encodeURIComponent) =>
            send(endpoint, fill(endpoint, place, value, inside), code);
          const first = await ask(plain);
          if (endpoint.method !== 'GET')
            assert.ok(first.status >= 400, `${place.field} ${first.text}`);
          const answers = [
            ...(await Promise.all(
              kinds[place.kind].map(async (one) => [one, await ask(one)] as const),
            )),
            ['every letter', await ask(plain, everyLetter)] as const,
          ];
          for (const [spelling, { status, text }] of answers) {
            const what = `${place.field} as ${spelling}: ${status} ${text}`;
            assert.doesNotMatch(text, /kept-away/, what);
            const isSame = Math.floor(status / 100) === Math.floor(first.status / 100);
            assert.ok(isSame || status === 404 || status === 400, what);
          }
        }
      }
      assert.deepEqual(await kept(house), before);
    });

  it('was tried with every endpoint of content that takes a name', () => {
    const names = tried.map(([name]) => name);
    const of = Object.entries(endpoints)
      .filter(([name]) => !exceptions.includes(name))
      .filter(([, endpoint]) => takesPlaces(endpoint) && placesOf(endpoint).length > 0)
      .map(([name]) => name);
    assert.deepEqual(
      of.filter((name) => !names.includes(name)),
      [],
    );
    assert.deepEqual([names.length, exceptions.length], [45, 8]);
  });
});
