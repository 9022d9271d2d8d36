import { account } from '@coterie/contract';
import { useState } from 'react';
import { perform, useAct } from '../../api.ts';
import { Button } from '../../parts/form/button.tsx';
import { TextField } from '../../parts/form/field.tsx';
import { Form, useTyped } from '../../parts/form/form.tsx';
import { knownPassword } from '../../parts/form/sign-in-fields.ts';
import { Notice } from '../../parts/frame/notice.tsx';
import { Section } from '../../parts/frame/page.tsx';

const hint = 'A link goes to the new address. Until you open it, nothing changes.';

/** A new address is confirmed by mail: without a mail server there is nothing to fill in. */
export function ChangeEmail({ own }: { own: account.Account }) {
  return (
    <Section title="E-mail address" hint={own.email}>
      {own.emailConfigured ? (
        <EmailForm />
      ) : (
        <Notice tone="info">
          This instance has no mail server, so a new address cannot be confirmed. Whoever runs it
          can set one up with SMTP_URL.
        </Notice>
      )}
    </Section>
  );
}

function EmailForm() {
  const nothing = { email: '', password: '' };
  const { typed, at, setTyped } = useTyped(nothing);
  const [sentTo, setSentTo] = useState<string>();
  const act = useAct(() => perform(account.changeEmail, { body: typed }), {
    onDone: () => {
      setSentTo(typed.email);
      setTyped(nothing);
    },
  });
  return (
    <Form fields={['email', 'password']} act={act}>
      <p className="text-sm text-dim">{hint}</p>
      <TextField
        label="New e-mail address"
        type="email"
        required
        autoComplete="email"
        {...at('email', act.error)}
      />
      <TextField label="Your password" {...knownPassword} {...at('password', act.error)} />
      {sentTo !== undefined && (
        <div role="status">
          <Notice tone="info">
            A link is on its way to {sentTo}. It can be used once, within 30 minutes.
          </Notice>
        </div>
      )}
      <div>
        <Button submit pending={act.pending}>
          Send link to new address
        </Button>
      </div>
    </Form>
  );
}
