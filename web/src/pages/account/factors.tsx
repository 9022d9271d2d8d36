import { factors } from '@coterie/contract';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import { perform, useAct, useAsk } from '../../api.ts';
import { Confirm } from '../../parts/dialog/confirm.tsx';
import { Button, IconButton } from '../../parts/form/button.tsx';
import { Bones, Failed, Notice } from '../../parts/frame/notice.tsx';
import { PageHead, Section } from '../../parts/frame/page.tsx';
import { Badge } from '../../parts/list/badge.tsx';
import { useOrganization, useSession } from '../../session.tsx';
import { ago, onDay } from '../../words.ts';
import { AddPasskey } from './add-passkey.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { SetUpApp } from './set-up-app.tsx';

type Factors = z.output<typeof factors.listFactors.answer>;

/** Account › Second factors: what is shown beside the password, or in its place. */
export function AccountFactors() {
  const { answer, error, refetch } = useAsk(factors.listFactors, {});
  return (
    <>
      <PageHead
        title="Second factors"
        hint="What you show beside your password when you sign in, so that a stolen password is not enough."
      />
      <Asked />
      {answer ? (
        <div className="flex max-w-2xl flex-col gap-4">
          <App factors={answer} />
          <Passkeys factors={answer} />
          <Codes factors={answer} />
        </div>
      ) : error ? (
        <Failed error={error} what="your second factors" retry={() => void refetch()} />
      ) : (
        <Bones />
      )}
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
  const remove = useAct(
    () => perform(factors.removePasskey, { params: { passkeyId: leaving?.id ?? '' } }),
    { done: 'Passkey removed', onDone: () => setLeaving(undefined) },
  );
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
              <li key={one.id} className="flex items-center justify-between gap-2 py-2">
                <span className="min-w-0">
                  <span className="block truncate font-medium">{one.name}</span>
                  <span className="block text-xs text-dim">
                    {one.usedAt === null ? 'never used' : `last used ${ago(one.usedAt)}`}, added{' '}
                    {onDay(one.createdAt)}
                  </span>
                </span>
                <IconButton
                  icon={Trash2}
                  label={`Remove ${one.name}`}
                  danger
                  onClick={() => setLeaving(one)}
                />
              </li>
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
      {leaving && (
        <Confirm
          title={`Remove ${leaving.name}?`}
          confirm="Remove passkey"
          act={remove}
          onClose={() => setLeaving(undefined)}
        >
          It signs you in no longer. Take it off the device as well, where it stays known.
        </Confirm>
      )}
    </Section>
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
