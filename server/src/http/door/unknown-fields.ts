import { type Endpoint, isCompatible, unknownFields } from '@coterie/contract';
import { refuse } from '@coterie/kernel';

/**
 * Refuses a body with a field that nothing reads: whoever sends it believes that it does something. The paths of public
 * clients take any.
 */
export function refuseUnknown(endpoint: Endpoint): (sent: unknown) => void {
  if (isCompatible(endpoint)) return () => {};
  return (sent) => {
    const unknown = unknownFields(endpoint, sent);
    if (unknown.length > 0)
      refuse({ reason: 'invalid', field: unknown.join(', '), expected: 'no such field' });
  };
}
