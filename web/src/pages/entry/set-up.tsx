import { session } from '@coterie/contract';
import { perform, useAct } from '../../api.ts';
import { Button } from '../../parts/form/button.tsx';
import { TextField } from '../../parts/form/field.tsx';
import { Form, useTyped } from '../../parts/form/form.tsx';
import { accountEmail, givenNames, newPassword } from '../../parts/form/sign-in-fields.ts';
import { Notice } from '../../parts/frame/notice.tsx';
import { useEnter } from '../../session.tsx';
import { EntryFrame, useTokenInAddress } from './frame.tsx';

const empty = { firstName: '', lastName: '', email: '', password: '', organization: '' };

export function SetUp() {
  const token = useTokenInAddress();
  const { typed, at } = useTyped(empty);
  const act = useAct(
    () => perform(session.setUp, { body: { ...typed, token, ...givenNames(typed) } }),
    { onDone: useEnter() },
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
        <TextField {...accountEmail} {...at('email', act.error)} />
        <TextField label="Password" {...newPassword} {...at('password', act.error)} />
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
