import { session } from '@coterie/contract';
import { useNavigate } from '@tanstack/react-router';
import { perform, useAct } from '../../api.ts';
import { Button } from '../../parts/form/button.tsx';
import { TextField } from '../../parts/form/field.tsx';
import { Form, useTyped } from '../../parts/form/form.tsx';
import { Notice } from '../../parts/frame/notice.tsx';
import { useTakeSession } from '../../session.tsx';
import { EntryFrame, useTokenInAddress } from './frame.tsx';

const empty = { firstName: '', lastName: '', email: '', password: '', organization: '' };
/** Names may be left out; an empty one is not sent. */
export const givenName = (name: string) => (name.trim() === '' ? undefined : name);

export function SetUp() {
  const token = useTokenInAddress();
  const { typed, at } = useTyped(empty);
  const take = useTakeSession();
  const navigate = useNavigate();
  const act = useAct(
    () =>
      perform(session.setUp, {
        body: {
          ...typed,
          token,
          firstName: givenName(typed.firstName),
          lastName: givenName(typed.lastName),
        },
      }),
    {
      onDone: (answer) => {
        take(answer);
        void navigate({ to: '/' });
      },
    },
  );
  return (
    <EntryFrame title="Set up Coterie" hint="Make the first administrator and the organization.">
      <Form fields={Object.keys(empty)} act={act}>
        {token === '' && (
          <Notice tone="warn">
            This page needs the set-up link that the server printed when it started. Open that link
            again.
          </Notice>
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField label="First name" autoComplete="given-name" {...at('firstName', act.error)} />
          <TextField label="Last name" autoComplete="family-name" {...at('lastName', act.error)} />
        </div>
        <TextField
          label="E-mail"
          type="email"
          required
          autoComplete="username"
          {...at('email', act.error)}
        />
        <TextField
          label="Password"
          type="password"
          required
          minLength={12}
          autoComplete="new-password"
          hint="At least 12 characters; a few words are easier than signs."
          {...at('password', act.error)}
        />
        <TextField
          label="Organization"
          required
          autoComplete="organization"
          {...at('organization', act.error)}
        />
        <Button look="primary" submit pending={act.pending} disabled={token === ''}>
          Create administrator
        </Button>
      </Form>
    </EntryFrame>
  );
}
