import { useEffect, useState } from 'react';
import { statusOf } from '../../api.ts';
import { plural } from '../../words.ts';
import type { FormDialogGiven } from '../dialog/form-dialog.tsx';
import { Check } from '../form/field.tsx';
import { useWhatIf } from './what-if.tsx';
import { WhatIfForm } from './what-if-form.tsx';

/** What a change of a name would do, and whether it is made though something will no longer resolve by it. */
export function useRenaming(wanted: Parameters<typeof useWhatIf>[0]) {
  const preview = useWhatIf(wanted);
  const [isTicked, setForced] = useState(false);
  const { answer, isAsked, isFetching } = preview;
  const cutOff = answer?.references.cutOff ?? 0;
  const isForced = isTicked && cutOff > 0;
  const isTold = answer !== undefined && !isFetching;
  const isReady = !isAsked || (isTold && (cutOff === 0 || isForced));
  /** What the request says of it. */
  const force = isForced ? { force: true } : {};
  return { ...preview, cutOff, isForced, setForced, isReady, force };
}

type ForceGiven = { renaming: ReturnType<typeof useRenaming>; failure: unknown };

/** Asks whether to rename in spite of what will no longer resolve; nothing where all of it follows. */
export function ForceCheck({ renaming, failure }: ForceGiven) {
  const { cutOff, isForced, setForced, isAsked, refetch } = renaming;
  const isRefused = isAsked && statusOf(failure) === 409;
  // Something may refer to it since the question was answered.
  useEffect(() => {
    if (isRefused) void refetch();
  }, [isRefused, refetch]);
  if (cutOff === 0) return null;
  return (
    <Check
      label={`Do it anyway, ${plural(cutOff, 'reference')} will no longer resolve`}
      hint="You may not change what refers to it there, so that cannot follow. Somebody who may can rename it with all that refers to it."
      checked={isForced}
      onChange={setForced}
    />
  );
}

type Given = FormDialogGiven & Omit<ForceGiven, 'failure'>;

/** A form by which a name may change: what refers to it is told first, and what would be cut off asks to be forced. */
export const RenameForm = ({ renaming, disabled = false, ...given }: Given) => (
  <WhatIfForm
    {...given}
    preview={renaming}
    disabled={disabled || !renaming.isReady}
    beneath={<ForceCheck renaming={renaming} failure={given.act.error} />}
  />
);
