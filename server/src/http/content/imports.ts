import { imports } from '@coterie/contract';
import type { ImportRow } from '../../store/content/imports.ts';
import { getImport, listImports } from '../../usecases/content/imports/read.ts';
import { createImport, deleteImport, editImport } from '../../usecases/content/imports/write.ts';
import { type Door, door } from '../door/door.ts';

const present = (row: ImportRow) => ({
  id: row.id,
  projectId: row.project_id,
  folderId: row.folder_id,
  secretPath: row.path,
  environment: {
    id: row.environment_id,
    name: row.environment_name,
    slug: row.environment_slug,
  },
  importPath: row.import_path,
  importEnv: {
    id: row.import_environment_id,
    name: row.import_environment_name,
    slug: row.import_environment_slug,
  },
  position: row.position,
  isReplication: row.is_replication,
  isBroken: row.is_broken,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
});
const said = (message: string, row: ImportRow) => ({ message, secretImport: present(row) });

/** Both generations of the path have one shape. */
const doorsOf = (of: {
  create: typeof imports.createImport | typeof imports.createImportV1;
  list: typeof imports.listImports | typeof imports.listImportsV1;
  one: typeof imports.getImport | typeof imports.getImportV1;
  edit: typeof imports.editImport | typeof imports.editImportV1;
  remove: typeof imports.deleteImport | typeof imports.deleteImportV1;
}): Door[] => [
  door(of.create, async (parts, caller, { body }) => {
    const { import: source, isReplication, ...place } = body;
    const wanted = { ...place, source, isReplication: isReplication ?? false };
    return said('the folder is imported', await createImport(parts, caller, wanted));
  }),
  door(of.list, async (parts, caller, { query }) => ({
    message: 'what the folder imports',
    secretImports: (await listImports(parts, caller, query)).map(present),
  })),
  door(of.one, async (parts, caller, { params }) =>
    said('one import', await getImport(parts, caller, params.importId)),
  ),
  door(of.edit, async (parts, caller, { params, body }) =>
    said('changed', await editImport(parts, caller, params.importId, body.import)),
  ),
  door(of.remove, async (parts, caller, { params }) =>
    said('the import is over', await deleteImport(parts, caller, params.importId)),
  ),
];

export const importDoors: Door[] = [
  ...doorsOf({
    create: imports.createImport,
    list: imports.listImports,
    one: imports.getImport,
    edit: imports.editImport,
    remove: imports.deleteImport,
  }),
  ...doorsOf({
    create: imports.createImportV1,
    list: imports.listImportsV1,
    one: imports.getImportV1,
    edit: imports.editImportV1,
    remove: imports.deleteImportV1,
  }),
];
