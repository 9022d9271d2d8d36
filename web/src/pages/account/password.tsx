import { account } from '@coterie/contract';
import { perform, useAct } from '../../api.ts';
import { Button } from '../../parts/form/button.tsx';
import { TextField } from '../../parts/form/field.tsx';
import { Form, useTyped } from '../../parts/form/form.tsx';
import { knownPassword, newPassword } from '../../parts/form/sign-in-fields.ts';
import { Section } from '../../parts/frame/page.tsx';
import { useSession } from '../../session.tsx';

const nothing = { oldPassword: '', password: '' };
const passwordHint =
  'At least 12 characters; a few words are easier than signs. Not a common one, and nothing of your address or organization.';

export function ChangePassword() {
  const { user } = useSession();
  const { typed, at, setTyped } = useTyped(nothing);
  const act = useAct(() => perform(account.changePassword, { body: typed }), {
    done: 'Password changed; everything else that was signed in has ended',
    onDone: () => setTyped(nothing),
  });
  return (
    <div className="max-w-2xl">
      <Section
        title="Password"
        hint="A new password ends every other session and token of yours, everywhere."
      >
        <Form fields={Object.keys(nothing)} act={act}>
          {/* For password managers, which file a password under a name. */}
          <input
            type="email"
            hidden
            readOnly
            autoComplete="username"
            aria-label="E-mail"
            value={user.email}
          />
          <TextField
            label="Current password"
            {...knownPassword}
            {...at('oldPassword', act.error)}
          />
          <TextField
            label="New password"
            {...newPassword}
            hint={passwordHint}
            {...at('password', act.error)}
          />
          <div>
            <Button look="primary" submit pending={act.pending}>
              Change password
            </Button>
          </div>
        </Form>
      </Section>
    </div>
  );
}
