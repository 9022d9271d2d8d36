import { secrets } from '@coterie/contract';
import { perform, problemOf, to, useAct } from '../../api.ts';
import { Preview, useWhatIf } from '../../parts/access/what-if.tsx';
import { Dialog, DialogActions } from '../../parts/dialog/dialog.tsx';
import { Button } from '../../parts/form/button.tsx';
import { TextField } from '../../parts/form/field.tsx';
import { Form, useTyped } from '../../parts/form/form.tsx';
import type { Place } from './value.ts';

/** Creates a folder in a place, or renames the one given. */
export function FolderForm({
  place,
  folder,
  onClose,
}: {
  place: Place;
  folder?: secrets.Folder;
  onClose: () => void;
}) {
  const { projectId, environment, secretPath: path } = place;
  const { typed, set } = useTyped({
    name: folder?.name ?? '',
    description: folder?.description ?? '',
  });
  const isRenamed = folder !== undefined && typed.name !== '' && typed.name !== folder.name;
  const preview = useWhatIf(
    isRenamed
      ? [to(secrets.editFolder, { params: { folderId: folder.id }, body: { name: typed.name } })]
      : [],
  );
  const { run, pending, error } = useAct(
    () =>
      folder
        ? perform(secrets.editFolder, { params: { folderId: folder.id }, body: typed })
        : perform(secrets.createFolder, { body: { projectId, environment, path, ...typed } }),
    { done: `Folder ${typed.name} ${folder ? 'saved' : 'created'}`, onDone: onClose },
  );
  return (
    <Dialog
      title={folder ? `Rename ${folder.name}` : 'Add folder'}
      hint={`In ${path} of ${environment}`}
      onClose={onClose}
    >
      <Form fields={['name', 'description']} error={error} onSubmit={() => run(undefined)}>
        <TextField
          label="Name"
          required
          mono
          hint="Letters, digits, - and _"
          value={typed.name}
          onChange={set('name')}
          error={problemOf(error, 'name')}
        />
        <TextField
          label="Description"
          value={typed.description}
          onChange={set('description')}
          error={problemOf(error, 'description')}
        />
        {isRenamed && <Preview answer={preview.answer} error={preview.error} />}
        <DialogActions onCancel={onClose}>
          <Button look="primary" submit pending={pending} disabled={isRenamed && !preview.answer}>
            {folder ? 'Save' : 'Add folder'}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
