import { account } from '@coterie/contract';
import { MailCheck } from 'lucide-react';
import { useState } from 'react';
import { perform, sentence, statusOf, useAct } from '../../api.ts';
import { Button } from '../../parts/form/button.tsx';
import { Empty, Notice } from '../../parts/frame/notice.tsx';
import { ToLogin } from './forgot.tsx';
import { EntryFrame, useTokenInAddress } from './frame.tsx';
import { DeadLink } from './reset.tsx';

/** Confirms a new address. By a press, since mail programs open links by themselves. */
export function ConfirmEmail() {
  const token = useTokenInAddress();
  const [email, setEmail] = useState<string>();
  const { run, pending, error } = useAct(() => perform(account.confirmEmail, { body: { token } }), {
    onDone: (answer) => setEmail(answer.email),
  });
  if (email !== undefined)
    return (
      <EntryFrame title="Address changed">
        <Empty icon={MailCheck} title={email} action={<ToLogin />}>
          From now on you sign in with this address. Your sessions and your access are as they were.
        </Empty>
      </EntryFrame>
    );
  if (token === '' || statusOf(error) === 404) return <DeadLink isWhole={token !== ''} />;
  return (
    <EntryFrame title="Confirm your new address">
      <div className="flex flex-col gap-4">
        <p className="text-dim">
          From then on you sign in with the address that this link was sent to.
        </p>
        {error !== null && <Notice tone="danger">{sentence(error)}</Notice>}
        <Button look="primary" pending={pending} onClick={() => run(undefined)}>
          Confirm address
        </Button>
      </div>
    </EntryFrame>
  );
}
