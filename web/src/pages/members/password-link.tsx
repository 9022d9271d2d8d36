import { account } from '@coterie/contract';
import { useState } from 'react';
import type { z } from 'zod';
import { perform, useAct } from '../../api.ts';
import { Confirm } from '../../parts/dialog/confirm.tsx';
import { DoneDialog } from '../../parts/dialog/dialog.tsx';
import { CopyField } from '../../parts/form/copy.tsx';
import { Notice } from '../../parts/frame/notice.tsx';
import { atMoment } from '../../words.ts';

type Made = z.output<typeof account.makePasswordLink.answer>;
type Given = { userId: string; name: string; onClose: () => void };

/** Makes a link for a new password, after saying what it can do, and shows it this once. */
export function PasswordLink({ userId, name, onClose }: Given) {
  const [made, setMade] = useState<Made>();
  const act = useAct(() => perform(account.makePasswordLink, { params: { userId } }), {
    onDone: setMade,
  });
  if (made)
    return (
      <DoneDialog title={`Password link for ${name}`} onClose={onClose}>
        <Notice tone="warn">
          Copy it now: it is shown this once. It can be used once, until {atMoment(made.expiresAt)}.
        </Notice>
        <CopyField label="Password link" value={made.link} />
      </DoneDialog>
    );
  return (
    <Confirm
      title={`Make a password link for ${name}?`}
      confirm="Make link"
      act={act}
      onClose={onClose}
      calm
    >
      Whoever opens the link sets a new password for {name}, and everything that is signed in with
      the old one ends. Give it to {name} alone: by making it you say that the account is theirs. It
      is in the access log of each of their organizations.
    </Confirm>
  );
}
