import { BlockList, isIP } from 'node:net';

/** Whether an address is within one of the trusted ones (`10.0.0.0/8`, `::1`); none given trusts none. */
export function isTrusted(address: string | null, trusted: readonly string[]): boolean {
  if (address === null) return false;
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
  const family = isIP(plain);
  if (family === 0) return false;
  const list = new BlockList();
  for (const entry of trusted) {
    const [net = '', prefix] = entry.split('/');
    const kind = isIP(net) === 6 ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(net, kind);
    else list.addSubnet(net, Number(prefix), kind);
  }
  return list.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

/** Whether a text is an address, or an address and a prefix length. */
export function isNetwork(text: string): boolean {
  const [net = '', prefix, ...more] = text.split('/');
  const family = isIP(net);
  if (family === 0 || more.length > 0) return false;
  return (
    prefix === undefined ||
    (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 6 ? 128 : 32))
  );
}
