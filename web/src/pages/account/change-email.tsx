import { account } from '@coterie/contract';
import { useState } from 'react';
import { perform, problemOf, useAct } from '../../api.ts';
import { Button } from '../../parts/form/button.tsx';
import { TextField } from '../../parts/form/field.tsx';
import { Form, useTyped } from '../../parts/form/form.tsx';
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
  const { typed, set, setTyped } = useTyped(nothing);
  const [sentTo, setSentTo] = useState<string>();
  const { run, pending, error } = useAct(() => perform(account.changeEmail, { body: typed }), {
    onDone: () => {
      setSentTo(typed.email);
      setTyped(nothing);
    },
  });
  return (
    <Form fields={['email', 'password']} error={error} onSubmit={() => run(undefined)}>
      <p className="text-sm text-dim">{hint}</p>
      <TextField
        label="New e-mail address"
        type="email"
        required
        autoComplete="email"
        value={typed.email}
        onChange={set('email')}
        error={problemOf(error, 'email')}
      />
      <TextField
        label="Your password"
        type="password"
        required
        autoComplete="current-password"
        value={typed.password}
        onChange={set('password')}
        error={problemOf(error, 'password')}
      />
      {sentTo !== undefined && (
        <div role="status">
          <Notice tone="info">
            A link is on its way to {sentTo}. It can be used once, within 30 minutes.
          </Notice>
        </div>
      )}
      <div>
        <Button submit pending={pending}>
          Send link to new address
        </Button>
      </div>
    </Form>
  );
}
