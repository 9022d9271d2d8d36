import { factors } from '@coterie/contract';
import { useEffect, useRef, useState } from 'react';
import { perform, sentence, useAct } from '../../api.ts';
import { Dialog, DialogActions } from '../../parts/dialog/dialog.tsx';
import { Button } from '../../parts/form/button.tsx';
import { CopyField } from '../../parts/form/copy.tsx';
import { TextField } from '../../parts/form/field.tsx';
import { Form, useTyped } from '../../parts/form/form.tsx';
import { Bones, Notice } from '../../parts/frame/notice.tsx';

type Begun = Awaited<ReturnType<typeof begin>>;
const begin = (_: undefined) => perform(factors.beginTotp, {});

/** The picture and the key of a new app, and the code that shows that it has them. */
export function SetUpApp({ onClose }: { onClose: () => void }) {
  const [begun, setBegun] = useState<Begun>();
  const { run, error } = useAct(begin, { changes: false, onDone: setBegun });
  const isAsked = useRef(false);
  useEffect(() => {
    // Once: a second secret would take the place of the one that is shown.
    if (!isAsked.current) run(undefined);
    isAsked.current = true;
  }, [run]);
  return (
    <Dialog title="Set up an authenticator app" onClose={onClose}>
      {error && <Notice tone="danger">{sentence(error)}</Notice>}
      {!begun && !error && <Bones rows={3} />}
      {begun && <ConfirmApp begun={begun} onClose={onClose} />}
    </Dialog>
  );
}

function ConfirmApp({ begun: { qr, secret }, onClose }: { begun: Begun; onClose: () => void }) {
  const { typed, at } = useTyped({ code: '' });
  const act = useAct(() => perform(factors.confirmTotp, { body: typed }), {
    done: 'From now on the app is asked for when you sign in',
    onDone: onClose,
  });
  return (
    <Form fields={['code']} act={act}>
      <p>Scan this with the app, or type the key into it.</p>
      <img
        alt="QR code of the key below"
        src={`data:image/svg+xml,${encodeURIComponent(qr)}`}
        className="size-48 self-center rounded-lg border border-line bg-white"
      />
      <CopyField label="Key" value={secret} />
      <TextField
        label="Code"
        mono
        required
        autoComplete="one-time-code"
        hint="The six digits that the app shows for Coterie. Other sessions and tokens of yours end."
        {...at('code', act.error)}
      />
      <DialogActions onCancel={onClose}>
        <Button look="primary" submit pending={act.pending}>
          Confirm
        </Button>
      </DialogActions>
    </Form>
  );
}
