import { privileges } from '@coterie/contract';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { make, to, useAct, useAsk } from '../../api.ts';
import { WhatIfDialog } from '../../parts/access/what-if.tsx';
import { Dialog } from '../../parts/dialog/dialog.tsx';
import { Button } from '../../parts/form/button.tsx';
import { deleteItem, editItem, Menu } from '../../parts/frame/menu.tsx';
import { Loaded } from '../../parts/list/loaded.tsx';
import { Validity } from '../../parts/list/validity.tsx';
import { RuleText } from '../../parts/roles/rule-card.tsx';
import { useProject } from '../../session.tsx';
import type { HolderKind } from './add.tsx';
import { PrivilegeForm, type PrivilegeHolder } from './privilege-form.tsx';

type Open = 'add' | { what: 'edit' | 'remove'; privilege: privileges.Privilege };

const subjects = { group: 'groups', user: 'member', identity: 'identity' } as const;

/** What the viewer lacks to give such a holder additional privileges, and to take them. */
function useLacks(projectId: string, kind: HolderKind) {
  const { may, lack } = useProject(projectId);
  const subject = subjects[kind];
  const isGranted = kind === 'group' || may(subject, 'grant-privileges');
  const take = lack(subject, 'edit');
  return {
    take,
    give: take ?? lack(subject, isGranted ? 'grant-privileges' : 'assign-additional-privileges'),
  };
}

/** The rules that a holder has in the project beside its roles: listed, added, edited, removed. */
export function Privileges({ onClose, ...of }: PrivilegeHolder & { onClose: () => void }) {
  const { kind, projectId, holder } = of;
  const [open, setOpen] = useState<Open>();
  const close = () => setOpen(undefined);
  const lacks = useLacks(projectId, kind);
  const { answer, error } = useAsk(privileges.listPrivileges, {
    params: { projectId },
    query: { holderId: holder.id, limit: 1000 },
  });
  const list = answer?.privileges ?? [];
  if (open === 'add') return <PrivilegeForm {...of} onClose={close} />;
  if (open?.what === 'edit')
    return <PrivilegeForm {...of} privilege={open.privilege} onClose={close} />;
  if (open) return <RemovePrivilege {...of} privilege={open.privilege} onClose={close} />;
  return (
    <Dialog
      title={`Additional privileges of ${holder.name}`}
      hint={`Rules beside the roles, for this project alone. ${kind === 'group' ? 'Every member has them.' : ''}`}
      onClose={onClose}
      wide
    >
      <Loaded asked={{ answer, error }} what="these privileges" bones={2}>
        {list.length === 0 ? (
          <p className="py-4 text-center text-dim">
            None: {holder.name} has here what its roles say.
          </p>
        ) : (
          <ul
            aria-label="Additional privileges"
            className="divide-y divide-line rounded-lg border border-line"
          >
            {list.map((one) => (
              <PrivilegeRow key={one.id} privilege={one} lacks={lacks} onOpen={setOpen} />
            ))}
          </ul>
        )}
      </Loaded>
      <div className="mt-4">
        <Button icon={Plus} locked={lacks.give} onClick={() => setOpen('add')}>
          Add privilege
        </Button>
      </div>
    </Dialog>
  );
}

type RowGiven = {
  privilege: privileges.Privilege;
  lacks: ReturnType<typeof useLacks>;
  onOpen: (open: Open) => void;
};

function PrivilegeRow({ privilege, lacks, onOpen }: RowGiven) {
  const { slug, permissions, state } = privilege;
  return (
    <li className="flex items-start gap-3 px-3 py-2">
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-center gap-2">
          <span className="font-mono text-sm font-medium break-all">{slug}</span>
          <Validity
            state={state}
            from={privilege.temporaryAccessStartTime}
            until={privilege.temporaryAccessEndTime}
          />
        </p>
        {permissions.map((rule, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no name of its own, and its text keeps no state
          <RuleText key={index} level="project" rule={rule} />
        ))}
      </div>
      <Menu
        label={`Actions for ${slug}`}
        items={[
          lacks.give === undefined && editItem(() => onOpen({ what: 'edit', privilege })),
          lacks.take === undefined &&
            deleteItem(() => onOpen({ what: 'remove', privilege }), 'Remove'),
        ]}
      />
    </li>
  );
}

/** Takes a privilege away, after showing who loses what. */
function RemovePrivilege({
  projectId,
  holder,
  privilege: { id, slug },
  onClose,
}: PrivilegeHolder & { privilege: privileges.Privilege; onClose: () => void }) {
  const change = to(privileges.deletePrivilege, { params: { projectId, privilegeId: id } });
  const act = useAct(() => make(change), {
    done: `${slug} taken from ${holder.name}`,
    onDone: onClose,
  });
  return (
    <WhatIfDialog
      title={`Remove ${slug} from ${holder.name}?`}
      changes={[change]}
      confirm="Remove privilege"
      act={act}
      onClose={onClose}
    >
      The roles stay.
    </WhatIfDialog>
  );
}
