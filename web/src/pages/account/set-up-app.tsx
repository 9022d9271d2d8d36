import { factors } from '@coterie/contract';
import { useEffect, useRef, useState } from 'react';
import { perform, problemOf, sentence, useAct } from '../../api.ts';
import { Dialog, DialogActions } from '../../parts/dialog/dialog.tsx';
import { Button } from '../../parts/form/button.tsx';
import { CopyField } from '../../parts/form/copy.tsx';
import { TextField } from '../../parts/form/field.tsx';
import { Form } from '../../parts/form/form.tsx';
import { Bones, Notice } from '../../parts/frame/notice.tsx';

/** The picture and the key of a new app, and the code that shows that it has them. */
export function SetUpApp({ onClose }: { onClose: () => void }) {
  const [begun, setBegun] = useState<Awaited<ReturnType<typeof begin>>>();
  const [code, setCode] = useState('');
  const { run, error } = useAct(begin, { changes: false, onDone: setBegun });
  const isAsked = useRef(false);
  useEffect(() => {
    // Once: a second secret would take the place of the one that is shown.
    if (!isAsked.current) run(undefined);
    isAsked.current = true;
  }, [run]);
  const confirm = useAct(() => perform(factors.confirmTotp, { body: { code } }), {
    done: 'From now on the app is asked for when you sign in',
    onDone: onClose,
  });
  return (
    <Dialog title="Set up an authenticator app" onClose={onClose}>
      {error && <Notice tone="danger">{sentence(error)}</Notice>}
      {!begun && !error && <Bones rows={3} />}
      {begun && (
        <Form fields={['code']} act={confirm}>
          <p>Scan this with the app, or type the key into it.</p>
          <img
            alt="QR code of the key below"
            src={`data:image/svg+xml,${encodeURIComponent(begun.qr)}`}
            className="size-48 self-center rounded-lg border border-line bg-white"
          />
          <CopyField label="Key" value={begun.secret} />
          <TextField
            label="Code"
            mono
            required
            autoComplete="one-time-code"
            hint="The six digits that the app shows for Coterie. Other sessions and tokens of yours end."
            value={code}
            onChange={setCode}
            error={problemOf(confirm.error, 'code')}
          />
          <DialogActions onCancel={onClose}>
            <Button look="primary" submit pending={confirm.pending}>
              Confirm
            </Button>
          </DialogActions>
        </Form>
      )}
    </Dialog>
  );
}

const begin = (_: undefined) => perform(factors.beginTotp, {});
