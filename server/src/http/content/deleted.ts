import { deleted } from '@coterie/contract';
import { listRecentlyDeleted } from '../../usecases/content/deleted/list.ts';
import { forget, type Restored, restore } from '../../usecases/content/deleted/restore.ts';
import { type Door, door } from '../door/door.ts';

const named = ({ id, kind, name }: Restored) => ({ id, kind, name });

export const deletedDoors: Door[] = [
  door(deleted.listRecentlyDeleted, async (parts, caller, { query }) => {
    const { things, total } = await listRecentlyDeleted(parts, caller, query);
    return {
      totalCount: total,
      things: things.map(({ by, ...row }) => ({
        ...named(row),
        projectId: row.project_id,
        deletedAt: row.deleted_at.toISOString(),
        deletedBy: {
          id: row.deleted_by,
          type: row.deleted_by_kind,
          name: by?.name ?? 'someone since removed',
        },
        expiresAt: row.expires_at.toISOString(),
      })),
    };
  }),
  door(deleted.restoreDeleted, async (parts, caller, { params }) => ({
    restored: named(await restore(parts, caller, params.id)),
  })),
  door(deleted.forgetDeleted, async (parts, caller, { params }) => ({
    forgotten: named(await forget(parts, caller, params.id)),
  })),
];
