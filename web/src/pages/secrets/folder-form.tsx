import { secrets } from '@coterie/contract';
import { perform, to, useAct } from '../../api.ts';
import { RenameForm, useRenaming } from '../../parts/access/rename-form.tsx';
import { TextField } from '../../parts/form/field.tsx';
import { useTyped } from '../../parts/form/form.tsx';
import type { Place } from './value.ts';

type Given = { place: Place; folder?: secrets.Folder; onClose: () => void };

/** Creates a folder in a place, or renames the one given. */
export function FolderForm({ place, folder, onClose }: Given) {
  const { projectId, environment, secretPath: path } = place;
  const { typed, at } = useTyped({
    name: folder?.name ?? '',
    description: folder?.description ?? '',
  });
  const isRenamed = folder !== undefined && typed.name !== '' && typed.name !== folder.name;
  const params = { folderId: folder?.id ?? '' };
  const renaming = useRenaming(
    isRenamed ? [to(secrets.editFolder, { params, body: { name: typed.name } })] : [],
  );
  const act = useAct(
    () =>
      folder
        ? perform(secrets.editFolder, { params, body: { ...typed, ...renaming.force } })
        : perform(secrets.createFolder, { body: { projectId, environment, path, ...typed } }),
    { done: `Folder ${typed.name} ${folder ? 'saved' : 'created'}`, onDone: onClose },
  );
  return (
    <RenameForm
      title={folder ? `Rename ${folder.name}` : 'Add folder'}
      hint={`In ${path} of ${environment}`}
      fields={['name', 'description']}
      save={folder ? 'Save' : 'Add folder'}
      {...{ renaming, act, onClose }}
    >
      <TextField
        label="Name"
        required
        mono
        hint="Letters, digits, - and _"
        {...at('name', act.error)}
      />
      <TextField label="Description" {...at('description', act.error)} />
    </RenameForm>
  );
}
