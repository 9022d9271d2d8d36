import { account } from '@coterie/contract';
import { useState } from 'react';
import type { z } from 'zod';
import { perform, sentence, useAct } from '../../api.ts';
import { Dialog, DialogActions } from '../../parts/dialog/dialog.tsx';
import { Button } from '../../parts/form/button.tsx';
import { CopyField } from '../../parts/form/copy.tsx';
import { Notice } from '../../parts/frame/notice.tsx';
import { atMoment } from '../../words.ts';

type Made = z.output<typeof account.makePasswordLink.answer>;
type Given = { userId: string; name: string; onClose: () => void };

/** Makes a link for a new password, after saying what it can do, and shows it this once. */
export function PasswordLink({ userId, name, onClose }: Given) {
  const [made, setMade] = useState<Made>();
  const { run, pending, error } = useAct(
    () => perform(account.makePasswordLink, { params: { userId } }),
    { onDone: setMade },
  );
  if (made)
    return (
      <Dialog title={`Password link for ${name}`} onClose={onClose}>
        <div className="flex flex-col gap-4">
          <Notice tone="warn">
            Copy it now: it is shown this once. It can be used once, until{' '}
            {atMoment(made.expiresAt)}.
          </Notice>
          <CopyField label="Password link" value={made.link} />
          <div className="flex justify-end">
            <Button look="primary" onClick={onClose}>
              Done
            </Button>
          </div>
        </div>
      </Dialog>
    );
  return (
    <Dialog title={`Make a password link for ${name}?`} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <p className="text-dim">
          Whoever opens the link sets a new password for {name}, and everything that is signed in
          with the old one ends. Give it to {name} alone: by making it you say that the account is
          theirs. It is in the access log of each of their organizations.
        </p>
        {error !== null && <Notice tone="danger">{sentence(error)}</Notice>}
      </div>
      <DialogActions onCancel={onClose}>
        <Button look="primary" pending={pending} onClick={() => run(undefined)}>
          Make link
        </Button>
      </DialogActions>
    </Dialog>
  );
}
