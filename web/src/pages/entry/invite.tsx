import { members, session } from '@coterie/contract';
import { useNavigate } from '@tanstack/react-router';
import { MailX } from 'lucide-react';
import { perform, useAct, useAsk } from '../../api.ts';
import { Button } from '../../parts/form/button.tsx';
import { TextField } from '../../parts/form/field.tsx';
import { Form, useTyped } from '../../parts/form/form.tsx';
import { givenNames, knownPassword, newPassword } from '../../parts/form/sign-in-fields.ts';
import { Bones, Empty } from '../../parts/frame/notice.tsx';
import { useEnter } from '../../session.tsx';
import { EntryFrame, useTokenInAddress } from './frame.tsx';

type Invitation = NonNullable<ReturnType<typeof useInvitation>['answer']>;
const useInvitation = (token: string) =>
  useAsk(members.lookUpInvitation, { body: { token } }, { enabled: token !== '' });

export function Invite() {
  const token = useTokenInAddress();
  const { answer, error } = useInvitation(token);
  if (answer) return <Accept token={token} invitation={answer} />;
  if (token !== '' && !error) return <Bones />;
  return (
    <EntryFrame title="Invitation">
      <Empty icon={MailX} title="This invitation cannot be used">
        {token === ''
          ? 'The link is not whole. Open it again, just as it was sent.'
          : 'It was used, has run out, or was replaced by a newer one. Ask who invited you for a new link.'}
      </Empty>
    </EntryFrame>
  );
}

/** Accepts, signs in, and goes to the organization invited to; null where a second factor is to be shown first. */
async function acceptAndEnter(
  token: string,
  { email, organization }: Invitation,
  typed: { password: string; firstName: string; lastName: string },
) {
  const { password } = typed;
  await perform(members.acceptInvitation, {
    body: { token, password, ...givenNames(typed) },
  });
  const answer = await perform(session.signIn, { body: { email, password } });
  if ('factorNeeded' in answer) return null;
  if (answer.organization?.id === organization.id) return answer;
  return perform(session.switchOrganization, { body: { organizationId: organization.id } });
}

function Accept({ token, invitation }: { token: string; invitation: Invitation }) {
  const { email, organization, hasAccount, firstName, lastName } = invitation;
  const { typed, at } = useTyped({
    firstName: firstName ?? '',
    lastName: lastName ?? '',
    password: '',
  });
  const enter = useEnter();
  const navigate = useNavigate();
  const act = useAct(() => acceptAndEnter(token, invitation, typed), {
    onDone: (answer) => (answer === null ? void navigate({ to: '/login' }) : enter(answer)),
  });
  const first = at('firstName', act.error);
  const last = at('lastName', act.error);
  return (
    <EntryFrame title={`Join ${organization.name}`} hint={`You are invited as ${email}.`}>
      <Form fields={['firstName', 'lastName', 'password']} act={act}>
        <TextField
          label="E-mail"
          type="email"
          readOnly
          autoComplete="username"
          value={email}
          onChange={() => undefined}
        />
        {!hasAccount && (
          <div className="grid gap-4 sm:grid-cols-2">
            <TextField label="First name" autoComplete="given-name" {...first} />
            <TextField label="Last name" autoComplete="family-name" {...last} />
          </div>
        )}
        <TextField label="Password" {...asPassword(hasAccount)} {...at('password', act.error)} />
        <Button look="primary" submit pending={act.pending}>
          Accept invitation
        </Button>
      </Form>
    </EntryFrame>
  );
}

/** How the password is asked for; null where it is not known whether there is an account. */
function asPassword(hasAccount: Invitation['hasAccount']) {
  if (hasAccount) return { ...knownPassword, hint: 'You have an account here: its password.' };
  const hint =
    hasAccount === null
      ? 'The password of your account here if you have one, else a new one of at least 12 characters.'
      : newPassword.hint;
  return { ...newPassword, minLength: undefined, hint };
}
