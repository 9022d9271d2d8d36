import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * Whether an address is within one of the trusted ones (`10.0.0.0/8`, `::1`); none given trusts none. An address of one
 * family is never within a network of the other; one of IPv4 that is written in the form of IPv6 is one of IPv4.
 */
export function isTrusted(address: string | null, trusted: readonly string[]): boolean {
  const plain = address === null ? '' : unmapped(address);
  const family = isIP(plain);
  if (family === 0) return false;
  const kind = family === 6 ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  for (const entry of trusted) {
    const [written = '', prefix] = entry.split('/');
    const net = unmapped(written);
    if (isIP(net) !== family) continue;
    // The prefix of a mapped network counts from its 96 bits in front.
    const bits = prefix === undefined ? null : Number(prefix) - (net === written ? 0 : 96);
    if (bits === null) list.addAddress(net, kind);
    else if (bits >= 0) list.addSubnet(net, bits, kind);
  }
  return list.check(plain, kind);
}

/** An IPv4 address where it is written as `::ffff:1.2.3.4` or `::ffff:102:304` (RFC 4291, §2.5.5.2), else what was given. */
function unmapped(address: string): string {
  const dotted = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (dotted) return dotted[1] as string;
  const hex = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/i.exec(address);
  if (!hex) return address;
  const [high = 0, low = 0] = hex.slice(1).map((part) => Number.parseInt(part, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
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

/** An IPv6 customer has at least a /64: addresses within one count as one. */
export const networkOf = (ip: string | null): string => {
  if (ip === null || !isIPv6(ip) || ip.startsWith('::ffff:')) return ip ?? '';
  const [head = '', tail = ''] = ip.split('::');
  const front = head.split(':').filter(Boolean);
  const back = tail.split(':').filter(Boolean);
  const zeros = ip.includes('::')
    ? Array.from({ length: 8 - front.length - back.length }, () => '0')
    : [];
  return [...front, ...zeros, ...back].slice(0, 4).join(':');
};
