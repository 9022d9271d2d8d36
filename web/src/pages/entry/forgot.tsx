import { account, session } from '@coterie/contract';
import { Link } from '@tanstack/react-router';
import { MailCheck, MailX } from 'lucide-react';
import { useState } from 'react';
import { perform, useAct, useAsk } from '../../api.ts';
import { Button } from '../../parts/form/button.tsx';
import { TextField } from '../../parts/form/field.tsx';
import { Form, useTyped } from '../../parts/form/form.tsx';
import { accountEmail } from '../../parts/form/sign-in-fields.ts';
import { Bones, Empty } from '../../parts/frame/notice.tsx';
import { EntryFrame } from './frame.tsx';

export const ToLogin = () => (
  <Link to="/login" search={{}} className="text-accent-ink underline">
    Back to sign in
  </Link>
);

/** Asks for a link for a new password; where no mail goes out, says who can make one. */
export function Forgot() {
  const { answer: status } = useAsk(session.getStatus, {});
  if (!status) return <Bones />;
  if (status.emailConfigured) return <AskForLink />;
  return (
    <EntryFrame title="Forgot password?">
      <Empty icon={MailX} title="No mail goes out from here" action={<ToLogin />}>
        Ask an administrator of this instance: they can make you a link for a new password.
      </Empty>
    </EntryFrame>
  );
}

function AskForLink() {
  const { typed, at } = useTyped({ email: '' });
  const [isSent, setSent] = useState(false);
  const act = useAct(() => perform(account.forgotPassword, { body: typed }), {
    changes: false,
    onDone: () => setSent(true),
  });
  if (isSent)
    return (
      <EntryFrame title="Look into your mail">
        <Empty icon={MailCheck} title={typed.email} action={<ToLogin />}>
          If there is an account with this address, a link for a new password is on its way. It can
          be used once, within 30 minutes.
        </Empty>
      </EntryFrame>
    );
  return (
    <EntryFrame title="Forgot password?" hint="We send a link for a new one.">
      <Form fields={['email']} act={act}>
        <TextField {...accountEmail} {...at('email', act.error)} />
        <Button look="primary" submit pending={act.pending}>
          Send link
        </Button>
        <p className="text-center text-sm">
          <ToLogin />
        </p>
      </Form>
    </EntryFrame>
  );
}
