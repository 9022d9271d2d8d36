import { compatSecrets, imports, secrets } from '@coterie/contract';
import { same } from './compare.ts';
import type { Ledger } from './ledger.ts';
import type { Source, SourceProject, SourceSecret } from './source.ts';
import type { Target } from './target.ts';

type SecretHere = Awaited<ReturnType<Target['secrets']>>[number];

/** A project here; its id comes when it is made. */
export type Here = { id: string; slug: string; isThere: boolean };
type Folder = { environment: string; path: string };
/** As many secrets as one request takes. */
const mostAtOnce = 100;

/** Compares what stands in the environments of projects. */
export class Content {
  readonly #source: Source;
  readonly #target: Target;
  readonly #ledger: Ledger;

  constructor(source: Source, target: Target, ledger: Ledger) {
    this.#source = source;
    this.#target = target;
    this.#ledger = ledger;
  }

  /** The folders of an environment, with their secrets and imports. */
  async environment(
    wanted: SourceProject,
    place: Here,
    environment: string,
    tagIds: Map<string, string>,
  ): Promise<void> {
    const isThere = place.isThere && (await this.#hasEnvironment(place, environment));
    const known = isThere ? await this.#target.folders(place.id, environment) : new Set<string>();
    const paths = await this.#source.folders(wanted.id, environment);
    for (const path of paths)
      if (known.has(path)) this.#ledger.isSame('folder');
      else
        this.#ledger.add('folder', `folder ${path} in ${place.slug} ${environment}`, 1, () =>
          this.#target.call(secrets.createFolder, {
            body: {
              projectId: place.id,
              environment,
              path: path.slice(0, path.lastIndexOf('/')) || '/',
              name: path.slice(path.lastIndexOf('/') + 1),
            } as never,
          }),
        );
    const all = ['/', ...paths];
    for (const path of all)
      await this.#secrets(
        wanted,
        place,
        { environment, path },
        isThere && (path === '/' || known.has(path)),
        tagIds,
      );
    for (const path of all)
      await this.#imports(
        wanted,
        place,
        { environment, path },
        isThere && (path === '/' || known.has(path)),
      );
  }

  async #hasEnvironment(place: Here, environment: string): Promise<boolean> {
    const here = (await this.#target.projects()).find(({ id }) => id === place.id);
    return here?.environments.some(({ slug }) => slug === environment) === true;
  }

  async #secrets(
    wanted: SourceProject,
    place: Here,
    { environment, path }: Folder,
    isThere: boolean,
    tagIds: Map<string, string>,
  ): Promise<void> {
    const where = `${place.slug} ${environment} ${path}`;
    const there = await this.#source.secrets({ projectId: wanted.id, environment, path });
    const here = isThere
      ? await this.#target.secrets({ projectId: place.id, environment, path })
      : [];
    const known = new Map(here.map((one) => [one.secretKey, one]));
    const fresh: SourceSecret[] = [];
    for (const secret of there) {
      const own = known.get(secret.secretKey);
      const title = `secret ${secret.secretKey} in ${where}`;
      if (secret.secretValueHidden)
        this.#ledger.plan.left.push(`${title}: its value is withheld from the token given`);
      else if (!own) fresh.push(secret);
      else if (isSameSecret(own, secret)) this.#ledger.isSame('secret');
      else
        this.#ledger.differs('secret', title, () =>
          this.#target.call(secrets.editSecret, {
            params: { secretName: secret.secretKey },
            body: {
              projectId: place.id,
              environment,
              secretPath: path,
              ...contentOf(secret, tagIds),
            },
          }),
        );
    }
    for (let start = 0; start < fresh.length; start += mostAtOnce) {
      const some = fresh.slice(start, start + mostAtOnce);
      this.#ledger.add('secret', `${some.length} secrets into ${where}`, some.length, () =>
        this.#target.call(compatSecrets.createRawSecrets, {
          body: {
            workspaceId: place.id,
            environment,
            secretPath: path,
            secrets: some.map((secret) => ({
              secretKey: secret.secretKey,
              ...contentOf(secret, tagIds),
            })),
          },
        }),
      );
    }
  }

  async #imports(
    wanted: SourceProject,
    place: Here,
    { environment, path }: Folder,
    isThere: boolean,
  ): Promise<void> {
    const here = isThere
      ? await this.#target.imports({ projectId: place.id, environment, path })
      : [];
    for (const { importPath, importEnv } of await this.#source.imports({
      projectId: wanted.id,
      environment,
      path,
    })) {
      const isKnown = here.some(
        (one) => one.importPath === importPath && one.importEnv.slug === importEnv.slug,
      );
      if (isKnown) this.#ledger.isSame('import');
      else
        this.#ledger.add(
          'import',
          `import of ${importEnv.slug} ${importPath} into ${path}`,
          1,
          () =>
            this.#target.call(imports.createImport, {
              body: {
                projectId: place.id,
                environment,
                path,
                import: { environment: importEnv.slug, path: importPath },
              } as never,
            }),
        );
    }
  }
}

const contentOf = (secret: SourceSecret, tagIds: ReadonlyMap<string, string>) => ({
  secretValue: secret.secretValue,
  secretComment: secret.secretComment ?? '',
  skipMultilineEncoding: secret.skipMultilineEncoding ?? false,
  secretReminderNote: secret.secretReminderNote ?? null,
  secretReminderRepeatDays: secret.secretReminderRepeatDays ?? null,
  tagIds: (secret.tags ?? []).flatMap(({ slug }) => tagIds.get(slug) ?? []),
  secretMetadata: (secret.secretMetadata ?? []).map(({ key, value, isEncrypted }) => ({
    key,
    value,
    isEncrypted: isEncrypted ?? false,
  })),
});

const isSameSecret = (here: SecretHere, there: SourceSecret): boolean =>
  here.secretValue === there.secretValue &&
  here.secretComment === (there.secretComment ?? '') &&
  same(here.tags.map(({ slug }) => slug).sort(), (there.tags ?? []).map(({ slug }) => slug).sort());
