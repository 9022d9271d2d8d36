import type { Level } from '@coterie/kernel';
import type { ComponentProps } from 'react';
import { useAct } from '../../api.ts';
import { PageHead } from '../../parts/frame/page.tsx';
import { Badge } from '../../parts/list/badge.tsx';
import { emptyRole, type RoleDraft, RoleEditor } from '../../parts/roles/role-editor.tsx';
import type { RoleRow } from '../../parts/roles/role-table.tsx';

type Given = {
  level: Level;
  role: RoleRow | undefined;
  trail: ComponentProps<typeof PageHead>['trail'];
  /** The missing permission in words, to make such a role or change it. */
  lacked: string | undefined;
  save: (draft: RoleDraft) => Promise<{ role: { name: string } }>;
  back: () => void;
};

/** One role of the organization or of a project: made, edited, or only shown when it is built in. */
export function RolePage({ level, role, trail, lacked, save, back }: Given) {
  const act = useAct(save, {
    done: ({ role: { name } }) => `Role ${name} ${role ? 'saved' : 'created'}`,
    onDone: back,
  });
  const { name, slug, description, permissions } = role ?? emptyRole;
  return (
    <>
      <PageHead
        title={role?.name ?? `Create ${level} role`}
        trail={trail}
        hint={
          role?.isBuiltIn
            ? 'Built in: it can be given, not changed.'
            : role && 'Everyone who has it follows a change at once.'
        }
        badges={
          role && (
            <Badge tone={role.isBuiltIn ? 'plain' : 'accent'}>
              {role.isBuiltIn ? 'Built in' : 'Custom'}
            </Badge>
          )
        }
      />
      <RoleEditor
        level={level}
        start={{ name, slug, description: description ?? '', permissions }}
        isNew={role === undefined}
        locked={role?.isBuiltIn ? 'A built-in role cannot be changed' : lacked}
        onSave={act.run}
        onCancel={back}
        pending={act.pending}
        error={act.error}
      />
    </>
  );
}
