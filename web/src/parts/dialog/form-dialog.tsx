import type { ReactNode } from 'react';
import type { Act } from '../../api.ts';
import { Button } from '../form/button.tsx';
import { Form } from '../form/form.tsx';
import { Dialog, DialogActions, type DialogGiven } from './dialog.tsx';

export type FormDialogGiven = DialogGiven & {
  act: Act;
  /** The fields that show what is wrong with them. */
  fields?: readonly string[];
  /** What the button that ends it says. */
  save: string;
  disabled?: boolean;
  /** Another button before that one. */
  beside?: ReactNode;
};

/** A form in a dialog, with Cancel and the button that saves. */
export function FormDialog(given: FormDialogGiven) {
  const { act, fields = [], save, disabled = false, beside, children, ...dialog } = given;
  return (
    <Dialog {...dialog}>
      <Form
        act={act}
        fields={fields}
        actions={
          <DialogActions onCancel={dialog.onClose}>
            {beside}
            <Button look="primary" submit pending={act.pending} disabled={disabled}>
              {save}
            </Button>
          </DialogActions>
        }
      >
        {children}
      </Form>
    </Dialog>
  );
}
