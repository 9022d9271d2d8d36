import { groups } from '@coterie/contract';
import { make, to, useAct } from '../../../api.ts';
import { WhatIfDialog } from '../../../parts/access/what-if.tsx';
import { type Terms, termsRequest } from '../../../parts/form/terms.ts';
import type { Group } from '../answer.ts';

type Named = { id: string; name: string };
type Given = { group: Group; child: Named; terms: Terms; onClose: () => void };

/** Puts a group in a group, after showing who gains what by it. */
export function NestGroup({ group, child, terms, onClose }: Given) {
  const change = to(groups.nestGroup, {
    params: { id: group.id, childId: child.id },
    body: termsRequest(terms),
  });
  const act = useAct(() => make(change), {
    done: `${child.name} is in ${group.name}`,
    onDone: onClose,
  });
  return (
    <WhatIfDialog
      title={`Add ${child.name} to ${group.name}?`}
      changes={[change]}
      confirm="Add group"
      act={act}
      onClose={onClose}
      calm
    >
      The members of {child.name}, now and later, get what {group.name} has. Nothing goes the other
      way.
    </WhatIfDialog>
  );
}
