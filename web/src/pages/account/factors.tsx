import { factors } from '@coterie/contract';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import { perform, useAct, useAsk } from '../../api.ts';
import { Confirm } from '../../parts/dialog/confirm.tsx';
import { Button, IconButton } from '../../parts/form/button.tsx';
import { Notice } from '../../parts/frame/notice.tsx';
import { PageHead, Section } from '../../parts/frame/page.tsx';
import { Badge } from '../../parts/list/badge.tsx';
import { Loaded } from '../../parts/list/loaded.tsx';
import { useOrganization, useSession } from '../../session.tsx';
import { ago, onDay } from '../../words.ts';
import { AddPasskey } from './add-passkey.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { SetUpApp } from './set-up-app.tsx';

type Factors = z.output<typeof factors.listFactors.answer>;

/** Account › Second factors: what is shown beside the password, or in its place. */
export function AccountFactors() {
  const asked = useAsk(factors.listFactors, {});
  const { answer } = asked;
  return (
    <>
      <PageHead
        title="Second factors"
        hint="What you show beside your password when you sign in, so that a stolen password is not enough."
      />
      <Asked />
      <Loaded asked={asked} what="your second factors">
        {answer && (
          <div className="flex max-w-2xl flex-col gap-4">
            <App factors={answer} />
            <Passkeys factors={answer} />
            <Codes factors={answer} />
          </div>
        )}
      </Loaded>
    </>
  );
}

function Asked() {
  const { factor } = useSession();
  const { name } = useOrganization();
  if (factor.requiredFrom === null) return null;
  return (
    <div className="mb-4 max-w-2xl">
      <Notice tone="warn">
        {factor.isShut
          ? `${name} lets you in once you have a second factor. Set one up here.`
          : `${name} asks for a second factor from ${onDay(factor.requiredFrom)} on.`}
      </Notice>
    </div>
  );
}

function App({ factors: { totp } }: { factors: Factors }) {
  const [open, setOpen] = useState<'set-up' | 'remove'>();
  const remove = useAct(() => perform(factors.removeTotp, {}), {
    done: 'Authenticator app removed',
    onDone: () => setOpen(undefined),
  });
  return (
    <Section
      title="Authenticator app"
      hint="An app on your phone that shows six digits, new every half minute."
    >
      {totp ? (
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p>
            <Badge tone="ok">In use</Badge>{' '}
            <span className="text-dim">since {onDay(totp.confirmedAt)}</span>
          </p>
          <Button onClick={() => setOpen('remove')}>Remove app</Button>
        </div>
      ) : (
        <Button onClick={() => setOpen('set-up')}>Set up app</Button>
      )}
      {open === 'set-up' && <SetUpApp onClose={() => setOpen(undefined)} />}
      {open === 'remove' && (
        <Confirm
          title="Remove the authenticator app?"
          confirm="Remove app"
          act={remove}
          onClose={() => setOpen(undefined)}
        >
          Its codes are no longer asked for, nor taken. Without another factor your recovery codes
          end too.
        </Confirm>
      )}
    </Section>
  );
}

type Passkey = Factors['passkeys'][number];

function Passkeys({ factors: { passkeys, passkeysUnusable } }: { factors: Factors }) {
  const [isAdding, setAdding] = useState(false);
  const [leaving, setLeaving] = useState<Passkey>();
  return (
    <Section
      title="Passkeys"
      hint="Kept by your device or a security key. One signs you in by itself, without the password."
    >
      <div className="flex flex-col items-start gap-3">
        {passkeysUnusable !== null && (
          <Notice tone="info">They cannot be used on this instance: {passkeysUnusable}.</Notice>
        )}
        {passkeys.length > 0 && (
          <ul aria-label="Passkeys" className="w-full divide-y divide-line">
            {passkeys.map((one) => (
              <PasskeyRow key={one.id} passkey={one} onRemove={() => setLeaving(one)} />
            ))}
          </ul>
        )}
        {passkeysUnusable === null && (
          <Button icon={Plus} onClick={() => setAdding(true)}>
            Add passkey
          </Button>
        )}
      </div>
      {isAdding && <AddPasskey onClose={() => setAdding(false)} />}
      {leaving && <RemovePasskey passkey={leaving} onClose={() => setLeaving(undefined)} />}
    </Section>
  );
}

function PasskeyRow({ passkey, onRemove }: { passkey: Passkey; onRemove: () => void }) {
  const { name, usedAt, createdAt } = passkey;
  return (
    <li className="flex items-center justify-between gap-2 py-2">
      <span className="min-w-0">
        <span className="block truncate font-medium">{name}</span>
        <span className="block text-xs text-dim">
          {usedAt === null ? 'never used' : `last used ${ago(usedAt)}`}, added {onDay(createdAt)}
        </span>
      </span>
      <IconButton icon={Trash2} label={`Remove ${name}`} danger onClick={onRemove} />
    </li>
  );
}

function RemovePasskey({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const params = { passkeyId: passkey.id };
  const act = useAct(() => perform(factors.removePasskey, { params }), {
    done: 'Passkey removed',
    onDone: onClose,
  });
  return (
    <Confirm title={`Remove ${passkey.name}?`} confirm="Remove passkey" {...{ act, onClose }}>
      It signs you in no longer. Take it off the device as well, where it stays known.
    </Confirm>
  );
}

function Codes({ factors: { totp, passkeys, recoveryCodesLeft: left } }: { factors: Factors }) {
  const [codes, setCodes] = useState<readonly string[]>();
  const make = useAct(() => perform(factors.makeRecoveryCodes, {}), {
    toastFailure: true,
    onDone: ({ recoveryCodes }) => setCodes(recoveryCodes),
  });
  const hasFactor = totp !== null || passkeys.length > 0;
  return (
    <Section
      title="Recovery codes"
      hint="Ten codes for the day on which your phone or key is away. Each is good once."
    >
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-dim">
          {hasFactor ? `${left} of 10 left` : 'They stand in for another factor: set one up first.'}
        </p>
        {hasFactor && (
          <Button pending={make.pending} onClick={() => make.run(undefined)}>
            {left > 0 ? 'Make new codes' : 'Make recovery codes'}
          </Button>
        )}
      </div>
      {hasFactor && left === 0 && (
        <div className="mt-3">
          <Notice tone="warn">Without them, who loses the factor cannot sign in.</Notice>
        </div>
      )}
      {codes && <RecoveryCodes codes={codes} onClose={() => setCodes(undefined)} />}
    </Section>
  );
}
