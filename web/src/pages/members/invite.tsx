import { members } from '@coterie/contract';
import { useState } from 'react';
import type { z } from 'zod';
import { make, to, useAct } from '../../api.ts';
import { useWhatIf } from '../../parts/access/what-if.tsx';
import { WhatIfForm } from '../../parts/access/what-if-form.tsx';
import { DoneDialog } from '../../parts/dialog/dialog.tsx';
import { CopyField } from '../../parts/form/copy.tsx';
import { SelectField, TextField } from '../../parts/form/field.tsx';
import { useTyped } from '../../parts/form/form.tsx';
import { givenNames } from '../../parts/form/sign-in-fields.ts';
import { Notice } from '../../parts/frame/notice.tsx';
import { slugOfRole, useOrganizationRoles } from '../../parts/roles/roles.tsx';
import { useOrganization } from '../../session.tsx';
import { atMoment } from '../../words.ts';
import { isAddress } from '../groups/members/emails.ts';

type Invited = z.output<typeof members.invite.answer>;

/** Invites by e-mail address, or anew who has not accepted yet; then shows the link where no mail could be sent. */
export function InviteUser({ again, onClose }: { again?: members.Member; onClose: () => void }) {
  const { id: orgId, name } = useOrganization();
  const { options } = useOrganizationRoles();
  const [invited, setInvited] = useState<Invited>();
  const { typed, at } = useTyped({
    email: again?.user.email ?? '',
    firstName: again?.user.firstName ?? '',
    lastName: again?.user.lastName ?? '',
    role: again ? slugOfRole(again) : 'member',
  });
  const invitation = (body: Partial<typeof typed>) =>
    to(members.invite, { params: { orgId }, body: { ...typed, ...body } });
  // Who is invited anew has the role already.
  const isTold = again === undefined && isAddress(typed.email);
  const preview = useWhatIf(
    isTold ? [invitation({ firstName: undefined, lastName: undefined })] : [],
  );
  const act = useAct(() => make(invitation(givenNames(typed))), { onDone: setInvited });
  if (invited) return <InvitedNotice invited={invited} onClose={onClose} />;
  return (
    <WhatIfForm
      preview={preview}
      title="Invite user"
      hint={`To ${name}. They set their own password.`}
      onClose={onClose}
      fields={['email', 'firstName', 'lastName', 'role']}
      act={act}
      save="Invite"
    >
      <TextField label="E-mail" type="email" required {...at('email', act.error)} />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label="First name" {...at('firstName', act.error)} />
        <TextField label="Last name" {...at('lastName', act.error)} />
      </div>
      <SelectField label="Role" options={options} {...at('role', act.error)} />
    </WhatIfForm>
  );
}

type NoticeGiven = { invited: Invited; onClose: () => void };

function InvitedNotice({ invited: { invitation, link, emailed }, onClose }: NoticeGiven) {
  const until = atMoment(invitation.expiresAt);
  return (
    <DoneDialog title={`${invitation.email} is invited`} onClose={onClose}>
      {emailed ? (
        <p>The invitation is on its way by e-mail. It can be used until {until}.</p>
      ) : (
        <>
          <Notice tone="info">
            No mail could be sent. Give them this link yourself; it can be used once, until {until}.
          </Notice>
          <CopyField label="Invitation link" value={link ?? ''} />
        </>
      )}
    </DoneDialog>
  );
}
