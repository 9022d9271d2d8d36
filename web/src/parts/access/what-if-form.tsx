import type { ReactNode } from 'react';
import { FormDialog, type FormDialogGiven } from '../dialog/form-dialog.tsx';
import { Preview, type useWhatIf } from './what-if.tsx';

type Given = FormDialogGiven & {
  preview: ReturnType<typeof useWhatIf>;
  /** What stands under the answer. */
  beneath?: ReactNode;
};

/** A form in a dialog that shows what its change does, where that is asked; then it is saved only with the answer there. */
export const WhatIfForm = ({ preview, disabled = false, children, beneath, ...given }: Given) => (
  <FormDialog {...given} disabled={disabled || (preview.isAsked && !preview.answer)}>
    {children}
    {preview.isAsked && <Preview answer={preview.answer} error={preview.error} />}
    {beneath}
  </FormDialog>
);
