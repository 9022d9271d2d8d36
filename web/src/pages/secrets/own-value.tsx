import { secrets } from '@coterie/contract';
import { useEffect, useState } from 'react';
import { perform, problemOf, sentence, useAct } from '../../api.ts';
import { FormDialog } from '../../parts/dialog/form-dialog.tsx';
import { Button } from '../../parts/form/button.tsx';
import { AreaField } from '../../parts/form/field.tsx';
import { useProject } from '../../session.tsx';
import { type Place, readSecret } from './value.ts';

type Given = { place: Place; secretKey: string; isThere: boolean; onClose: () => void };

/** The own value as typed, else as it was read; undefined until then. */
function useOwnValue({ place, secretKey, isThere }: Given) {
  const [value, setValue] = useState<string>();
  const { run, error } = useAct(() => readSecret(place, secretKey, { isOwn: true }), {
    changes: false,
    onDone: ({ secretValue }) => setValue((typed) => typed ?? secretValue),
  });
  useEffect(() => {
    if (isThere) run(undefined);
  }, [isThere, run]);
  return { value, setValue, problem: error ? sentence(error) : undefined };
}

/** The viewer's own value of a secret, which they and nobody else read in place of the shared one. */
export function OwnValue(given: Given) {
  const { place, secretKey, isThere, onClose } = given;
  const { may } = useProject(place.projectId);
  const { value, setValue, problem } = useOwnValue(given);
  const params = { secretName: secretKey };
  const body = { ...place, type: 'personal' as const };
  const save = useAct(
    () =>
      perform(isThere ? secrets.editSecret : secrets.createSecret, {
        params,
        body: { ...body, secretValue: value ?? '' },
      }),
    { done: `Your own value of ${secretKey} saved`, onDone: onClose },
  );
  const remove = useAct(() => perform(secrets.deleteSecret, { params, body }), {
    done: `You read the shared value of ${secretKey} again`,
    onDone: onClose,
  });
  const removeButton = (
    <Button pending={remove.pending} onClick={() => remove.run(undefined)}>
      Remove own value
    </Button>
  );
  return (
    <FormDialog
      title={`Your own value of ${secretKey}`}
      hint="You read it in place of the shared value, in programs that run as you. Nobody else sees it."
      onClose={onClose}
      act={{ ...save, error: save.error ?? remove.error }}
      fields={['secretValue']}
      save="Save own value"
      disabled={value === undefined}
      beside={isThere && may('secrets', 'delete') && removeButton}
    >
      <AreaField
        label="Own value"
        mono
        value={value ?? ''}
        onChange={setValue}
        error={problemOf(save.error, 'secretValue') ?? problem}
      />
    </FormDialog>
  );
}
