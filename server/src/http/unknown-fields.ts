import { bodyFields, type Endpoint, isCompatible } from '@coterie/contract';
import { refuse } from '@coterie/kernel';

/**
 * Refuses a body with a field that nothing reads: whoever sends it believes that it does something. The paths of public
 * clients take any.
 */
export function refuseUnknown(endpoint: Endpoint): (sent: unknown) => void {
  const known = isCompatible(endpoint) ? null : bodyFields(endpoint);
  return (sent) => {
    if (!known || typeof sent !== 'object' || sent === null || Array.isArray(sent)) return;
    const unknown = Object.keys(sent).filter((field) => !known.includes(field));
    if (unknown.length > 0)
      refuse({ reason: 'invalid', field: unknown.join(', '), expected: 'no such field' });
  };
}
