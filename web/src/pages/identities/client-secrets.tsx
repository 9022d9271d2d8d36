import { identities } from '@coterie/contract';
import { useState } from 'react';
import { perform, useAct, useAsk } from '../../api.ts';
import { Confirm } from '../../parts/dialog/confirm.tsx';
import { DoneDialog } from '../../parts/dialog/dialog.tsx';
import { FormDialog } from '../../parts/dialog/form-dialog.tsx';
import { Button } from '../../parts/form/button.tsx';
import { CopyField } from '../../parts/form/copy.tsx';
import { SelectField, TextField } from '../../parts/form/field.tsx';
import { useTyped } from '../../parts/form/form.tsx';
import { Bones, Failed, Notice } from '../../parts/frame/notice.tsx';
import { Badge } from '../../parts/list/badge.tsx';
import { type Column, Table } from '../../parts/list/table.tsx';
import { useOrganization } from '../../session.tsx';
import { atMoment } from '../../words.ts';

type Given = { identity: { id: string; name: string } };

export function ClientSecrets({ identity }: Given) {
  const { answer, error } = useAsk(identities.listClientSecrets, {
    params: { identityId: identity.id },
  });
  if (error) return <Failed error={error} what="the client secrets" />;
  if (!answer) return <Bones rows={2} />;
  const rows = answer.clientSecretData;
  if (rows.length === 0)
    return (
      <p className="text-sm text-dim">
        No client secret yet. Create one and give it to the program.
      </p>
    );
  const revocation: Column<identities.ClientSecret> = {
    title: 'Actions',
    silent: true,
    className: 'w-20 text-right',
    cell: (secret) => <Revoke identity={identity} secret={secret} />,
  };
  const all = [...columns, revocation];
  return <Table label="Client secrets" columns={all} rows={rows} keyOf={({ id }) => id} />;
}

const columns: readonly Column<identities.ClientSecret>[] = [
  {
    title: 'Client secret',
    cell: ({ clientSecretPrefix }) => <span className="font-mono">{clientSecretPrefix}…</span>,
  },
  {
    title: 'For',
    wideOnly: true,
    cell: ({ description }) => description || <span className="text-dim">no description</span>,
  },
  {
    title: 'Uses',
    wideOnly: true,
    cell: ({ clientSecretNumUses, clientSecretNumUsesLimit: limit }) =>
      `${clientSecretNumUses}${limit > 0 ? ` of ${limit}` : ''}`,
  },
  {
    title: 'Created',
    wideOnly: true,
    cell: ({ createdAt }) => <span className="text-dim">{atMoment(createdAt)}</span>,
  },
];

function Revoke({ identity, secret }: Given & { secret: identities.ClientSecret }) {
  const { lack } = useOrganization();
  const [isAsking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const { id: clientSecretId, clientSecretPrefix: prefix, description } = secret;
  const params = { identityId: identity.id, clientSecretId };
  const act = useAct(() => perform(identities.revokeClientSecret, { params }), {
    done: 'Client secret revoked',
    onDone: close,
  });
  if (secret.isClientSecretRevoked) return <Badge tone="danger">Revoked</Badge>;
  return (
    <>
      <Button
        small
        locked={lack('identity', 'delete-token')}
        label={`Revoke ${prefix}`}
        onClick={() => setAsking(true)}
      >
        Revoke
      </Button>
      {isAsking && (
        <Confirm
          title={`Revoke the client secret ${prefix}…?`}
          confirm="Revoke for good"
          {...{ act }}
          onClose={close}
        >
          {description ? `It is used for “${description}”. ` : ''}Programs that sign in to{' '}
          {identity.name} with it are shut out, and the tokens that it gave end at once. It cannot
          be brought back.
        </Confirm>
      )}
    </>
  );
}

/** Seconds, as a select holds them. */
const lifetimes = [
  { value: '0', label: 'No end' },
  { value: '86400', label: '1 day' },
  { value: '2592000', label: '30 days' },
  { value: '7776000', label: '90 days' },
  { value: '31536000', label: '1 year' },
];

/** Makes a client secret and shows it, this once. */
export function CreateClientSecret({ identity, onClose }: Given & { onClose: () => void }) {
  const { typed, at } = useTyped({ description: '', ttl: '0', numUsesLimit: '0' });
  const [made, setMade] = useState<string>();
  const params = { identityId: identity.id };
  const body = { ...typed, ttl: Number(typed.ttl), numUsesLimit: Number(typed.numUsesLimit) };
  const act = useAct(() => perform(identities.createClientSecret, { params, body }), {
    onDone: ({ clientSecret }) => setMade(clientSecret),
  });
  if (made !== undefined)
    return (
      <DoneDialog title="Client secret created" onClose={onClose}>
        <Notice tone="warn">Copy it now: it is shown this once and cannot be shown again.</Notice>
        <CopyField label="Client secret" value={made} />
      </DoneDialog>
    );
  const uses = { hint: '0 is without a limit.', ...at('numUsesLimit', act.error) };
  return (
    <FormDialog
      title={`Create client secret for ${identity.name}`}
      fields={['description', 'ttl', 'numUsesLimit']}
      save="Create client secret"
      {...{ act, onClose }}
    >
      <TextField
        label="Description"
        hint="Where it is used, so that it can be told from others."
        {...at('description', act.error)}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField label="Lives" options={lifetimes} {...at('ttl', act.error)} />
        <TextField label="Uses at most" type="number" {...uses} />
      </div>
    </FormDialog>
  );
}
