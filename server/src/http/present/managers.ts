import type { SeenManager } from '../../usecases/groups/managers.ts';
import { presentPrincipal } from './people.ts';

export function presentManager({ manager, principal, group }: SeenManager) {
  const { holder, addedAt } = manager;
  const person = presentPrincipal(holder, principal);
  return {
    id: holder,
    type: group ? ('group' as const) : person.type,
    kind: manager.kind,
    name: group?.name ?? person.name,
    email: group ? null : person.email,
    addedAt: new Date(addedAt).toISOString(),
  };
}
