import { secrets } from '@coterie/contract';
import { History, UserRoundPen } from 'lucide-react';
import { useState } from 'react';
import { make, to, useAct } from '../../api.ts';
import { WhatIfDialog } from '../../parts/access/what-if.tsx';
import { ComesBack } from '../../parts/dialog/comes-back.tsx';
import { deleteItem, editItem, type MenuItems } from '../../parts/frame/menu.tsx';
import { actionsColumn } from '../../parts/list/actions.tsx';
import { Badge } from '../../parts/list/badge.tsx';
import { type Column, Table } from '../../parts/list/table.tsx';
import { useProject } from '../../session.tsx';
import { ago } from '../../words.ts';
import { SecretCell } from './cell.tsx';
import { SecretForm } from './form.tsx';
import { SecretHistory } from './history.tsx';
import { OwnValue } from './own-value.tsx';
import { TagChips } from './tags.tsx';
import type { Place } from './value.ts';

type Open = { what: 'edit' | 'own' | 'delete' | 'history'; secret: secrets.Secret };
type Given = {
  place: Place;
  secrets: readonly secrets.Secret[];
  /** The keys that the viewer has an own value of. */
  own: ReadonlySet<string>;
};

export function SecretTable({ place, secrets: rows, own }: Given) {
  const { may } = useProject(place.projectId);
  const [open, setOpen] = useState<Open>();
  const items = (secret: secrets.Secret): MenuItems => {
    const opening = (what: Open['what']) => () => setOpen({ what, secret });
    return [
      may('secrets', 'edit') && editItem(opening('edit')),
      may('secrets', 'create') && {
        label: 'Your own value…',
        icon: UserRoundPen,
        onSelect: opening('own'),
      },
      { label: 'History', icon: History, onSelect: opening('history') },
      may('secrets', 'delete') && deleteItem(opening('delete')),
    ];
  };
  const columns = [
    keyColumn(own),
    valueColumn(place, may('secrets', 'readValue')),
    versionColumn,
    actionsColumn(({ secretKey }) => secretKey, items),
  ];
  return (
    <>
      <Table label="Secrets" columns={columns} rows={rows} keyOf={({ id }) => id} />
      {open && <Opened {...open} {...{ place, own }} onClose={() => setOpen(undefined)} />}
    </>
  );
}

const keyColumn = (own: Given['own']): Column<secrets.Secret> => ({
  title: 'Key',
  className: 'sm:w-2/5',
  cell: ({ secretKey, secretComment, tags }) => (
    <span className="block min-w-32">
      <span className="block font-mono text-sm font-medium break-all">{secretKey}</span>
      {secretComment && <span className="block text-xs text-dim">{secretComment}</span>}
      <TagChips tags={tags} />
      {own.has(secretKey) && <Badge tone="accent">you have your own value</Badge>}
    </span>
  ),
});

const valueColumn = (place: Place, mayRead: boolean): Column<secrets.Secret> => ({
  title: 'Value',
  cell: (secret) => <SecretCell key={secret.version} {...{ place, secret, mayRead }} />,
});

const versionColumn: Column<secrets.Secret> = {
  title: 'Version',
  wideOnly: true,
  className: 'whitespace-nowrap',
  cell: ({ version, updatedAt }) => (
    <span className="text-xs text-dim">
      v{version} · {ago(updatedAt)}
    </span>
  ),
};

type OpenedGiven = Open & { place: Place; own: Given['own']; onClose: () => void };

function Opened({ what, secret, own, ...at }: OpenedGiven) {
  if (what === 'edit') return <SecretForm {...at} secret={secret} />;
  if (what === 'history') return <SecretHistory {...at} secret={secret} />;
  if (what === 'delete') return <DeleteSecret {...at} secretKey={secret.secretKey} />;
  const { secretKey } = secret;
  return <OwnValue {...at} secretKey={secretKey} isThere={own.has(secretKey)} />;
}

type DeleteGiven = { place: Place; secretKey: string; onClose: () => void };

function DeleteSecret({ place, secretKey, onClose }: DeleteGiven) {
  const change = to(secrets.deleteSecret, { params: { secretName: secretKey }, body: place });
  const act = useAct(() => make(change), { done: `${secretKey} deleted`, onDone: onClose });
  return (
    <WhatIfDialog
      title={`Delete ${secretKey}?`}
      changes={[change]}
      confirm="Delete secret"
      act={act}
      onClose={onClose}
    >
      The value goes with all its history. <ComesBack />
    </WhatIfDialog>
  );
}
