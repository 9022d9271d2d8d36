import { compatFolders } from '@coterie/contract';
import { findFolder } from '../../usecases/content/folders/read.ts';
import { deleteFolder } from '../../usecases/content/folders/write.ts';
import { type Door, door } from '../door/door.ts';
import { presentFolder } from '../present/folders.ts';

export const compatFolderDoors: Door[] = [
  door(compatFolders.deleteFolderNamed, async (parts, caller, { params, body }) => {
    const id = await findFolder(parts, caller, body, params.folderIdOrName);
    return { folder: presentFolder(await deleteFolder(parts, caller, id, true)) };
  }),
];
