import { secrets } from '@coterie/contract';
import { Copy, Eye, EyeOff, History, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { perform, useAct } from '../../api.ts';
import { IconButton } from '../../parts/button.tsx';
import { Confirm } from '../../parts/confirm.tsx';
import { useCopy } from '../../parts/copy.tsx';
import { Menu, type MenuItem } from '../../parts/menu.tsx';
import { type Column, Table } from '../../parts/table.tsx';
import { useProject } from '../../session.tsx';
import { ago } from '../../words.ts';
import { SecretForm } from './secret-form.tsx';
import { SecretHistory } from './secret-history.tsx';
import { type Place, readSecret, type Secret, withheld } from './secret-value.ts';

type Open = { what: 'edit' | 'delete' | 'history'; secret: Secret };

export function SecretTable({
  place,
  secrets: rows,
}: {
  place: Place;
  secrets: readonly Secret[];
}) {
  const { may } = useProject(place.projectId);
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const items = (secret: Secret): MenuItem[] => [
    ...(may('secrets', 'edit')
      ? [{ label: 'Edit', icon: Pencil, onSelect: () => setOpen({ what: 'edit', secret }) }]
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
  const columns: Column<Secret>[] = [
    {
      title: 'Key',
      className: 'sm:w-2/5',
      cell: ({ secretKey, secretComment }) => (
        <span className="block min-w-32">
          <span className="block font-mono text-sm font-medium break-all">{secretKey}</span>
          {secretComment && <span className="block text-xs text-dim">{secretComment}</span>}
        </span>
      ),
    },
    {
      title: 'Value',
      cell: (secret) => (
        <Value
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
      {open?.what === 'history' && (
        <SecretHistory place={place} secret={open.secret} onClose={close} />
      )}
      {open?.what === 'delete' && (
        <DeleteSecret place={place} secret={open.secret} onClose={close} />
      )}
    </>
  );
}

type ValueGiven = { place: Place; secret: Secret; mayRead: boolean };

/** Dots until asked for; only then is the value fetched. */
function Value({ place, secret: { secretKey }, mayRead }: ValueGiven) {
  const [value, setValue] = useState<string | null>();
  const copy = useCopy();
  const read = useAct(() => readSecret(place, secretKey), {
    toastFailure: true,
    changes: false,
    onDone: ({ secretValue, secretValueHidden }) =>
      setValue(secretValueHidden ? null : secretValue),
  });
  const take = useAct(() => readSecret(place, secretKey), {
    toastFailure: true,
    changes: false,
    onDone: ({ secretValue, secretValueHidden }) =>
      secretValueHidden ? setValue(null) : void copy(secretValue, secretKey),
  });
  if (!mayRead || value === null)
    return <span className="text-xs text-dim italic">{withheld}</span>;
  const isShown = value !== undefined;
  return (
    <span className="flex min-w-0 items-center justify-end gap-1 max-sm:flex-wrap">
      <span
        className={`min-w-0 grow font-mono text-sm max-sm:basis-full break-all whitespace-pre-wrap ${isShown ? '' : 'text-dim select-none'}`}
      >
        {isShown ? (
          value || <span className="text-dim italic">empty</span>
        ) : (
          <span aria-hidden>••••••••</span>
        )}
      </span>
      <IconButton
        icon={isShown ? EyeOff : Eye}
        label={`${isShown ? 'Hide' : 'Show'} value of ${secretKey}`}
        onClick={() => (isShown ? setValue(undefined) : read.run(undefined))}
      />
      <IconButton
        icon={Copy}
        label={`Copy value of ${secretKey}`}
        onClick={() => (isShown ? void copy(value, secretKey) : take.run(undefined))}
      />
    </span>
  );
}

function DeleteSecret({
  place,
  secret: { secretKey },
  onClose,
}: {
  place: Place;
  secret: Secret;
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
