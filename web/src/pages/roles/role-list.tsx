import { type ComponentProps, useState } from 'react';
import { useAct } from '../../api.ts';
import { Confirm } from '../../parts/dialog/confirm.tsx';
import { AddButton } from '../../parts/form/button.tsx';
import { Loaded } from '../../parts/list/loaded.tsx';
import { type RoleRow, RoleTable } from '../../parts/roles/role-table.tsx';
import type { Powers } from '../../session.tsx';

type Given = Powers & {
  label: string;
  hint: string;
  asked: ComponentProps<typeof Loaded>['asked'] & {
    answer: { roles: readonly RoleRow[] } | undefined;
  };
  linkTo: ComponentProps<typeof RoleTable>['linkTo'];
  onCreate: () => void;
  remove: (role: RoleRow) => Promise<unknown>;
};

/** The roles of the organization or of a project. */
export function RoleList({ label, hint, asked, linkTo, onCreate, remove, lack, may }: Given) {
  const [leaving, setLeaving] = useState<RoleRow>();
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-2">
        <p className="text-sm text-dim">{hint}</p>
        <AddButton locked={lack('role', 'create')} onClick={onCreate}>
          Create role
        </AddButton>
      </div>
      <Loaded asked={asked} what="the roles">
        <RoleTable
          label={label}
          roles={asked.answer?.roles ?? []}
          linkTo={linkTo}
          onDelete={may('role', 'delete') ? setLeaving : undefined}
        />
      </Loaded>
      {leaving && (
        <DeleteRole role={leaving} remove={remove} onClose={() => setLeaving(undefined)} />
      )}
    </>
  );
}

type DeleteGiven = Pick<Given, 'remove'> & { role: RoleRow; onClose: () => void };

function DeleteRole({ role, remove, onClose }: DeleteGiven) {
  const act = useAct(() => remove(role), { done: `Role ${role.name} deleted`, onDone: onClose });
  return (
    <Confirm
      title={`Delete the role ${role.name}?`}
      confirm="Delete role"
      act={act}
      onClose={onClose}
    >
      A role that somebody still has cannot be deleted; nobody loses anything by this.
    </Confirm>
  );
}
