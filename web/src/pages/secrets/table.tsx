import { secrets } from '@coterie/contract';
import { History, Pencil, Trash2, UserRoundPen } from 'lucide-react';
import { useState } from 'react';
import { perform, useAct } from '../../api.ts';
import { Confirm } from '../../parts/dialog/confirm.tsx';
import { Menu, type MenuItem } from '../../parts/frame/menu.tsx';
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

export function SecretTable({
  place,
  secrets: rows,
  own,
}: {
  place: Place;
  secrets: readonly secrets.Secret[];
  /** The keys that the viewer has an own value of. */
  own: ReadonlySet<string>;
}) {
  const { may } = useProject(place.projectId);
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const items = (secret: secrets.Secret): MenuItem[] => [
    ...(may('secrets', 'edit')
      ? [{ label: 'Edit', icon: Pencil, onSelect: () => setOpen({ what: 'edit', secret }) }]
      : []),
    ...(may('secrets', 'create')
      ? [
          {
            label: 'Your own value…',
            icon: UserRoundPen,
            onSelect: () => setOpen({ what: 'own', secret }),
          },
        ]
      : []),
    { label: 'History', icon: History, onSelect: () => setOpen({ what: 'history', secret }) },
    ...(may('secrets', 'delete')
      ? [
          {
            label: 'Delete',
            icon: Trash2,
            danger: true,
            onSelect: () => setOpen({ what: 'delete', secret }),
          },
        ]
      : []),
  ];
  const columns: Column<secrets.Secret>[] = [
    {
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
    },
    {
      title: 'Value',
      cell: (secret) => (
        <SecretCell
          key={secret.version}
          place={place}
          secret={secret}
          mayRead={may('secrets', 'readValue')}
        />
      ),
    },
    {
      title: 'Version',
      wideOnly: true,
      className: 'whitespace-nowrap',
      cell: ({ version, updatedAt }) => (
        <span className="text-xs text-dim">
          v{version} · {ago(updatedAt)}
        </span>
      ),
    },
    {
      title: 'Actions',
      silent: true,
      className: 'w-10',
      cell: (secret) => <Menu label={`Actions for ${secret.secretKey}`} items={items(secret)} />,
    },
  ];
  return (
    <>
      <Table label="Secrets" columns={columns} rows={rows} keyOf={({ id }) => id} />
      {open?.what === 'edit' && <SecretForm place={place} secret={open.secret} onClose={close} />}
      {open?.what === 'own' && (
        <OwnValue
          place={place}
          secretKey={open.secret.secretKey}
          isThere={own.has(open.secret.secretKey)}
          onClose={close}
        />
      )}
      {open?.what === 'history' && (
        <SecretHistory place={place} secret={open.secret} onClose={close} />
      )}
      {open?.what === 'delete' && (
        <DeleteSecret place={place} secret={open.secret} onClose={close} />
      )}
    </>
  );
}

function DeleteSecret({
  place,
  secret: { secretKey },
  onClose,
}: {
  place: Place;
  secret: secrets.Secret;
  onClose: () => void;
}) {
  const act = useAct(
    () => perform(secrets.deleteSecret, { params: { secretName: secretKey }, body: place }),
    { done: `${secretKey} deleted`, onDone: onClose },
  );
  return (
    <Confirm title={`Delete ${secretKey}?`} confirm="Delete secret" act={act} onClose={onClose}>
      The value and all its history are lost for good.
    </Confirm>
  );
}
