import { imports } from '@coterie/contract';
import { perform, problemOf, useAct } from '../../api.ts';
import { Dialog, DialogActions } from '../../parts/dialog/dialog.tsx';
import { Button } from '../../parts/form/button.tsx';
import { SelectField, TextField } from '../../parts/form/field.tsx';
import { Form, useTyped } from '../../parts/form/form.tsx';
import { useProject } from '../../session.tsx';
import type { Place } from './value.ts';

/** Imports the secrets of another folder into this one. */
export function ImportForm({ place, onClose }: { place: Place; onClose: () => void }) {
  const { projectId, environment, secretPath: path } = place;
  const { project } = useProject(projectId);
  const { typed, set } = useTyped({ environment, path: '/' });
  const { run, pending, error } = useAct(
    () => perform(imports.createImport, { body: { projectId, environment, path, import: typed } }),
    { done: `${typed.environment} ${typed.path} is imported`, onDone: onClose },
  );
  return (
    <Dialog
      title="Add import"
      hint={`The secrets of another folder are read in ${path} of ${environment} too. Everyone sees of them what they may see there.`}
      onClose={onClose}
    >
      <Form fields={['path']} error={error} onSubmit={() => run(undefined)}>
        <SelectField
          label="From environment"
          value={typed.environment}
          onChange={set('environment')}
          options={(project?.environments ?? []).map(({ slug, name }) => ({
            value: slug,
            label: name,
          }))}
        />
        <TextField
          label="From folder"
          mono
          required
          placeholder="/base"
          value={typed.path}
          onChange={set('path')}
          error={problemOf(error, 'path')}
        />
        <DialogActions onCancel={onClose}>
          <Button look="primary" submit pending={pending}>
            Add import
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
