import { imports } from '@coterie/contract';
import { perform, useAct } from '../../api.ts';
import { FormDialog } from '../../parts/dialog/form-dialog.tsx';
import { SelectField, TextField } from '../../parts/form/field.tsx';
import { useTyped } from '../../parts/form/form.tsx';
import { useProject } from '../../session.tsx';
import type { Place } from './value.ts';

/** Imports the secrets of another folder into this one. */
export function ImportForm({ place, onClose }: { place: Place; onClose: () => void }) {
  const { projectId, environment, secretPath: path } = place;
  const { project } = useProject(projectId);
  const { typed, at, set } = useTyped({ environment, path: '/' });
  const act = useAct(
    () => perform(imports.createImport, { body: { projectId, environment, path, import: typed } }),
    { done: `${typed.environment} ${typed.path} is imported`, onDone: onClose },
  );
  return (
    <FormDialog
      title="Add import"
      hint={`The secrets of another folder are read in ${path} of ${environment} too. Everyone sees of them what they may see there.`}
      onClose={onClose}
      fields={['path']}
      act={act}
      save="Add import"
    >
      <SelectField
        label="From environment"
        value={typed.environment}
        onChange={set('environment')}
        options={(project?.environments ?? []).map(({ slug, name }) => ({
          value: slug,
          label: name,
        }))}
      />
      <TextField label="From folder" mono required placeholder="/base" {...at('path', act.error)} />
    </FormDialog>
  );
}
