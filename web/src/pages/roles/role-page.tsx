import type { Endpoint } from '@coterie/contract';
import type { Level } from '@coterie/kernel';
import { type ComponentProps, useState } from 'react';
import { makeAny, useAct } from '../../api.ts';
import { WhatIfDialog } from '../../parts/access/what-if.tsx';
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
  /** The change that saves it. */
  saving: (draft: RoleDraft) => { endpoint: Endpoint; given: object };
  back: () => void;
};

/** One role of the organization or of a project: made, edited, or only shown when it is built in. */
export function RolePage({ level, role, trail, lacked, saving, back }: Given) {
  const [asking, setAsking] = useState<RoleDraft>();
  const act = useAct((draft: RoleDraft) => makeAny(saving(draft)), {
    done: () => `Role ${role ? `${role.name} saved` : 'created'}`,
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
        onSave={role ? setAsking : act.run}
        onCancel={back}
        pending={act.pending}
        error={act.error}
      />
      {role && asking && (
        <WhatIfDialog
          title={`Save the role ${role.name}?`}
          changes={[saving(asking)]}
          confirm="Save for everyone who has it"
          act={{ ...act, run: () => act.run(asking), error: null }}
          onClose={() => setAsking(undefined)}
        >
          Everyone who has it follows at once.
        </WhatIfDialog>
      )}
    </>
  );
}
