import { account } from '@coterie/contract';
import { KeyRound, MailX } from 'lucide-react';
import { useState } from 'react';
import { perform, statusOf, useAct } from '../../api.ts';
import { Button } from '../../parts/form/button.tsx';
import { TextField } from '../../parts/form/field.tsx';
import { Form, useTyped } from '../../parts/form/form.tsx';
import { newPassword } from '../../parts/form/sign-in-fields.ts';
import { Empty } from '../../parts/frame/notice.tsx';
import { ToLogin } from './forgot.tsx';
import { EntryFrame, useTokenInAddress } from './frame.tsx';

/** Sets a new password by a link. */
export function Reset() {
  const token = useTokenInAddress();
  const { typed, at } = useTyped({ password: '' });
  const [email, setEmail] = useState<string>();
  const act = useAct(() => perform(account.resetPassword, { body: { ...typed, token } }), {
    onDone: (answer) => setEmail(answer.email),
  });
  if (email !== undefined)
    return (
      <EntryFrame title="New password set">
        <Empty icon={KeyRound} title={email} action={<ToLogin />}>
          Everything that was signed in with the old password has ended. Sign in with the new one.
        </Empty>
      </EntryFrame>
    );
  if (token === '' || statusOf(act.error) === 404) return <DeadLink isWhole={token !== ''} />;
  return (
    <EntryFrame title="Set a new password">
      <Form fields={['password']} act={act}>
        <TextField label="New password" {...newPassword} {...at('password', act.error)} />
        <Button look="primary" submit pending={act.pending}>
          Set password
        </Button>
      </Form>
    </EntryFrame>
  );
}

export const DeadLink = ({ isWhole }: { isWhole: boolean }) => (
  <EntryFrame title="Link">
    <Empty icon={MailX} title="This link cannot be used" action={<ToLogin />}>
      {isWhole
        ? 'It was used, has run out, or was replaced by a newer one. Ask for a new one.'
        : 'The link is not whole. Open it again, just as it was sent.'}
    </Empty>
  </EntryFrame>
);
