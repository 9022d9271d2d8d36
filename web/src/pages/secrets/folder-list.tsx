import { secrets } from '@coterie/contract';
import { Link } from '@tanstack/react-router';
import { Folder as FolderIcon } from 'lucide-react';
import { useState } from 'react';
import { make, statusOf, to, useAct } from '../../api.ts';
import { useWhatIf, WhatIfDialog } from '../../parts/access/what-if.tsx';
import { ComesBack } from '../../parts/dialog/comes-back.tsx';
import { deleteItem, editItem, Menu, type MenuItems } from '../../parts/frame/menu.tsx';
import { useProject } from '../../session.tsx';
import { FolderForm } from './folder-form.tsx';
import type { Place } from './value.ts';

type Open = { what: 'rename' | 'delete'; folder: secrets.Folder };

type Given = { place: Place; folders: readonly secrets.Folder[] };

export function FolderList({ place, folders }: Given) {
  const { may } = useProject(place.projectId);
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const items = (folder: secrets.Folder): MenuItems => [
    may('secret-folders', 'edit') && editItem(() => setOpen({ what: 'rename', folder }), 'Rename'),
    may('secret-folders', 'delete') && deleteItem(() => setOpen({ what: 'delete', folder })),
  ];
  return (
    <>
      <ul aria-label="Folders" className="mb-4 grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
        {folders.map((folder) => (
          <FolderTile key={folder.id} place={place} name={folder.name} items={items(folder)} />
        ))}
      </ul>
      {open?.what === 'rename' && <FolderForm place={place} folder={open.folder} onClose={close} />}
      {open?.what === 'delete' && <DeleteFolder folder={open.folder} onClose={close} />}
    </>
  );
}

type TileGiven = { place: Place; name: string; items: MenuItems };

const FolderTile = ({ place: { projectId, environment, secretPath }, name, items }: TileGiven) => (
  <li className="relative flex items-center gap-2 rounded-lg border border-line bg-raised py-1 pr-1 pl-3 hover:border-edge">
    <FolderIcon aria-hidden className="size-4 shrink-0 text-accent-ink" />
    <Link
      to="/projects/$projectId/secrets"
      params={{ projectId }}
      search={{ env: environment, path: `${secretPath === '/' ? '' : secretPath}/${name}` }}
      className="min-w-0 grow truncate py-1.5 font-medium after:absolute after:inset-0 after:rounded-lg"
    >
      {name}
    </Link>
    <span className="relative z-1">
      <Menu label={`Actions for folder ${name}`} items={items} />
    </span>
  </li>
);

/** A folder with content says so, and is deleted only with all of it. */
function DeleteFolder({ folder, onClose }: { folder: secrets.Folder; onClose: () => void }) {
  const deletion = (forceDelete: boolean) =>
    to(secrets.deleteFolder, { params: { folderIdOrName: folder.id }, body: { forceDelete } });
  const alone = useWhatIf([deletion(false)]);
  const hasContent = statusOf(alone.error) === 409;
  const change = deletion(hasContent);
  const act = useAct(() => make(change), {
    done: `Folder ${folder.name} deleted`,
    onDone: onClose,
  });
  return (
    <WhatIfDialog
      title={`Delete the folder ${folder.name}?`}
      changes={[change]}
      confirm={hasContent ? 'Delete with all content' : 'Delete folder'}
      act={act}
      onClose={onClose}
    >
      {hasContent
        ? 'It has content: all secrets and folders in it go too, with their history. '
        : 'There is nothing in it. '}
      <ComesBack />
    </WhatIfDialog>
  );
}
