import { access, secrets } from '@coterie/contract';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { FolderPlus, Import, KeyRound, Layers, Plus } from 'lucide-react';
import { useState } from 'react';
import { useAsk } from '../../api.ts';
import { RouteBadges } from '../../parts/access/route-badges.tsx';
import { Button } from '../../parts/form/button.tsx';
import { Bones, Empty, Failed } from '../../parts/frame/notice.tsx';
import { PageHead } from '../../parts/frame/page.tsx';
import { Tabs } from '../../parts/frame/tabs.tsx';
import { SearchBox } from '../../parts/list/listing.tsx';
import { useProject } from '../../session.tsx';
import { FolderForm } from './folder-form.tsx';
import { FolderList } from './folder-list.tsx';
import { SecretForm } from './form.tsx';
import { ImportForm } from './import-form.tsx';
import { ImportList } from './import-list.tsx';
import { SecretTable } from './table.tsx';
import type { Place } from './value.ts';

export function Secrets() {
  const { projectId } = useParams({ from: '/console/projects/$projectId/secrets' });
  const { env, path = '/' } = useSearch({ from: '/console/projects/$projectId/secrets' });
  const navigate = useNavigate();
  const { project } = useProject(projectId);
  if (!project) return null;
  const environment =
    project.environments.find(({ slug }) => slug === env) ?? project.environments[0];
  return (
    <>
      <PageHead
        title={project.name}
        hint={project.description}
        badges={<OwnRoutes projectId={projectId} />}
      />
      {environment === undefined ? (
        <Empty icon={Layers} title="No environments">
          Create one under Project settings › Environments; secrets live in it.
        </Empty>
      ) : (
        <Tabs
          label="Environments"
          tabs={project.environments.map(({ slug, name }) => ({ key: slug, label: name }))}
          current={environment.slug}
          onSelect={(slug) =>
            void navigate({
              to: '/projects/$projectId/secrets',
              params: { projectId },
              search: { env: slug },
            })
          }
        >
          <Folder
            key={`${environment.slug} ${path}`}
            place={{ projectId, environment: environment.slug, secretPath: path }}
          />
        </Tabs>
      )}
    </>
  );
}

/** The viewer's own roles here, direct or by which groups. */
function OwnRoutes({ projectId }: { projectId: string }) {
  const { answer } = useAsk(access.explain, {
    body: { projectId, subject: 'secrets', action: 'readValue' },
  });
  return answer && <RouteBadges routes={answer.routes.filter(({ isLive }) => isLive)} />;
}

function Folder({ place }: { place: Place }) {
  const { projectId, environment, secretPath } = place;
  const { lack, may } = useProject(projectId);
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<'secret' | 'folder' | 'import'>();
  const close = () => setOpen(undefined);
  const listed = useAsk(
    secrets.listSecrets,
    {
      query: {
        projectId,
        environment,
        secretPath,
        viewSecretValue: 'false',
        includePersonalOverrides: 'false',
      },
    },
    { enabled: may('secrets', 'describeSecret') },
  );
  const own = useOwnKeys(place);
  const folders = useAsk(
    secrets.listFolders,
    { query: { projectId, environment, path: secretPath } },
    { enabled: may('secret-folders', 'read') },
  );
  const has = (name: string) => name.toLowerCase().includes(search.toLowerCase());
  const shownFolders = folders.answer?.folders.filter(({ name }) => has(name)) ?? [];
  const shownSecrets = listed.answer?.secrets.filter(
    ({ secretKey, secretComment }) => has(secretKey) || has(secretComment),
  );
  const isEmpty =
    listed.answer?.secrets.length === 0 &&
    listed.answer.imports.length === 0 &&
    (folders.answer?.folders.length ?? 0) === 0;
  const addButton = (
    <Button
      look="primary"
      icon={Plus}
      locked={lack('secrets', 'create')}
      onClick={() => setOpen('secret')}
    >
      Add secret
    </Button>
  );
  return (
    <>
      <Breadcrumb place={place} />
      <div className="mb-4 flex flex-wrap items-center justify-between gap-2">
        <SearchBox label="Search in this folder" value={search} onChange={setSearch} />
        <span className="flex flex-wrap gap-2">
          <Button
            icon={FolderPlus}
            locked={lack('secret-folders', 'create')}
            onClick={() => setOpen('folder')}
          >
            Add folder
          </Button>
          <Button
            icon={Import}
            locked={lack('secret-imports', 'create')}
            onClick={() => setOpen('import')}
          >
            Add import
          </Button>
          {addButton}
        </span>
      </div>
      {shownFolders.length > 0 && <FolderList place={place} folders={shownFolders} />}
      {!may('secrets', 'describeSecret') && (
        <Empty icon={KeyRound} title="The secrets are hidden">
          {lack('secrets', 'describeSecret')}.
        </Empty>
      )}
      {listed.error ? (
        <Failed error={listed.error} what="these secrets" />
      ) : (
        may('secrets', 'describeSecret') && !listed.answer && <Bones />
      )}
      {isEmpty && (
        <Empty
          icon={KeyRound}
          title="Nothing here yet"
          action={may('secrets', 'create') ? addButton : undefined}
        >
          A secret is a name and a value, kept encrypted, with every earlier value in its history.
        </Empty>
      )}
      {shownSecrets && shownSecrets.length > 0 && (
        <SecretTable place={place} secrets={shownSecrets} own={own} />
      )}
      {search !== '' && shownSecrets?.length === 0 && shownFolders.length === 0 && !isEmpty && (
        <p className="py-6 text-center text-dim">Nothing by that name in this folder.</p>
      )}
      {open === 'secret' && <SecretForm place={place} onClose={close} />}
      <ImportList place={place} found={listed.answer?.imports} />
      {open === 'import' && <ImportForm place={place} onClose={close} />}
      {open === 'folder' && <FolderForm place={place} onClose={close} />}
    </>
  );
}

/** The keys of the folder that the viewer has an own value of: the listing then holds it in place of the shared one. */
function useOwnKeys({ projectId, environment, secretPath }: Place): ReadonlySet<string> {
  const { may } = useProject(projectId);
  const { answer } = useAsk(
    secrets.listSecrets,
    {
      query: {
        projectId,
        environment,
        secretPath,
        viewSecretValue: 'false',
        includeImports: 'false',
        includePersonalOverrides: 'true',
      },
    },
    { enabled: may('secrets', 'describeSecret') },
  );
  const all = answer?.secrets ?? [];
  return new Set(all.filter(({ type }) => type === 'personal').map(({ secretKey }) => secretKey));
}

function Breadcrumb({ place: { projectId, environment, secretPath } }: { place: Place }) {
  const parts = secretPath.split('/').filter((part) => part !== '');
  if (parts.length === 0) return null;
  return (
    <nav
      aria-label="Folders above"
      className="mb-3 flex flex-wrap items-center gap-1 font-mono text-sm"
    >
      <Link
        to="/projects/$projectId/secrets"
        params={{ projectId }}
        search={{ env: environment }}
        className="rounded px-1 text-accent-ink hover:underline"
      >
        root
      </Link>
      {parts.map((part, index) => {
        const path = `/${parts.slice(0, index + 1).join('/')}`;
        return (
          <span key={path} className="inline-flex items-center gap-1">
            <span aria-hidden className="text-dim">
              /
            </span>
            {index === parts.length - 1 ? (
              <span aria-current="location">{part}</span>
            ) : (
              <Link
                to="/projects/$projectId/secrets"
                params={{ projectId }}
                search={{ env: environment, path }}
                className="rounded px-1 text-accent-ink hover:underline"
              >
                {part}
              </Link>
            )}
          </span>
        );
      })}
    </nav>
  );
}
