import { factors } from '@coterie/contract';
import { useState } from 'react';
import { perform, problemOf, useAct } from '../../api.ts';
import { FormDialog } from '../../parts/dialog/form-dialog.tsx';
import { TextField } from '../../parts/form/field.tsx';
import { Notice } from '../../parts/frame/notice.tsx';
import { canUsePasskeys, makePasskey } from '../../passkeys.ts';

/** Names a passkey and has the browser make it. */
export function AddPasskey({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const act = useAct(
    async () => {
      const { options } = await perform(factors.passkeyOptions, {});
      const response = await makePasskey(options);
      return perform(factors.addPasskey, { body: { name, response } });
    },
    { done: 'Passkey added', onDone: onClose },
  );
  return (
    <FormDialog
      title="Add a passkey"
      onClose={onClose}
      fields={['name']}
      act={act}
      save="Add passkey"
    >
      {!canUsePasskeys() && (
        <Notice tone="warn">
          This browser has none for this address: open the console by its name, over https.
        </Notice>
      )}
      <TextField
        label="Name"
        required
        hint="By which you know the device or key, such as “Laptop”."
        value={name}
        onChange={setName}
        error={problemOf(act.error, 'name')}
      />
    </FormDialog>
  );
}
