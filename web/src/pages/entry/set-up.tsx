import { session } from '@coterie/contract';
import { useNavigate } from '@tanstack/react-router';
import { perform, problemOf, useAct } from '../../api.ts';
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
  const { typed, set } = useTyped(empty);
  const take = useTakeSession();
  const navigate = useNavigate();
  const { run, pending, error } = useAct(
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
      <Form fields={Object.keys(empty)} error={error} onSubmit={() => run(undefined)}>
        {token === '' && (
          <Notice tone="warn">
            This page needs the set-up link that the server printed when it started. Open that link
            again.
          </Notice>
        )}
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label="First name"
            autoComplete="given-name"
            value={typed.firstName}
            onChange={set('firstName')}
            error={problemOf(error, 'firstName')}
          />
          <TextField
            label="Last name"
            autoComplete="family-name"
            value={typed.lastName}
            onChange={set('lastName')}
            error={problemOf(error, 'lastName')}
          />
        </div>
        <TextField
          label="E-mail"
          type="email"
          required
          autoComplete="username"
          value={typed.email}
          onChange={set('email')}
          error={problemOf(error, 'email')}
        />
        <TextField
          label="Password"
          type="password"
          required
          minLength={12}
          autoComplete="new-password"
          hint="At least 12 characters; a few words are easier than signs."
          value={typed.password}
          onChange={set('password')}
          error={problemOf(error, 'password')}
        />
        <TextField
          label="Organization"
          required
          autoComplete="organization"
          value={typed.organization}
          onChange={set('organization')}
          error={problemOf(error, 'organization')}
        />
        <Button look="primary" submit pending={pending} disabled={token === ''}>
          Create administrator
        </Button>
      </Form>
    </EntryFrame>
  );
}
