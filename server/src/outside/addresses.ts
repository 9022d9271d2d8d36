import { isIP } from 'node:net';
import ip from 'ipaddr.js';

/** What an operator has named as reachable: hosts, networks, and hosts that may be asked over plain http. */
export type InternalHosts = {
  hosts: ReadonlySet<string>;
  networks: readonly string[];
  /** `host` or `host:port`, as URLs write them. */
  plain: ReadonlySet<string>;
};

export const noInternalHosts: InternalHosts = { hosts: new Set(), networks: [], plain: new Set() };

/** Addresses in public ranges behind which a cloud keeps what is only its own machines' to ask. */
const ofClouds = new Set(['168.63.129.16']);
const publicV6 = ip.IPv6.parseCIDR('2000::/3');

/** An address as it is meant: one of IPv4 that is written in the form of IPv6 is one of IPv4. */
const parse = (address: string) => ip.process(address);

/** Whether an address is one of the public internet, and of nobody's inside. */
export function isPublic(address: string): boolean {
  const found = parse(address);
  if (ofClouds.has(found.toString()) || found.range() !== 'unicast') return false;
  return found.kind() === 'ipv4' || (found as ip.IPv6).match(publicV6);
}

/** Addresses that no name may lead to: those of the link, where clouds keep their credentials, of groups and of nobody. */
const never = new Set(['linkLocal', 'multicast', 'unspecified', 'broadcast', 'reserved']);
const isNeverNamed = (address: string): boolean => {
  const found = parse(address);
  return never.has(found.range()) || ofClouds.has(found.toString());
};

const isWithin = (address: string, networks: readonly string[]): boolean => {
  const found = parse(address);
  return networks.some((network) => {
    const [base, bits] = ip.parseCIDR(network);
    return base.kind() === found.kind() && found.match(base, bits);
  });
};

/**
 * Whether a host's address may be connected to: a public one, one of a network that the operator has named, or one that a
 * host named by them leads to. By a host's name nobody reaches the metadata of a cloud: that has to be named as a network.
 */
export function mayReach(host: string, address: string, internal: InternalHosts): boolean {
  if (isPublic(address) || isWithin(address, internal.networks)) return true;
  return internal.hosts.has(host) && !isNeverNamed(address);
}

/** Reads what the operator names: `vault.internal`, `10.0.0.5`, `10.0.0.0/8`, `http://k8s.internal:8080`. Throws for anything else. */
export function parseInternalHosts(text: string): InternalHosts {
  const hosts = new Set<string>();
  const networks: string[] = [];
  const plain = new Set<string>();
  for (const entry of text.split(',').map((one) => one.trim())) {
    const url = plainUrlOf(entry);
    if (url) plain.add(url.host);
    const named = (url?.hostname ?? entry).toLowerCase().replace(/^\[|\]$/g, '');
    const network = networkOf(named);
    if (network !== null) networks.push(network);
    else if (isName(named)) hosts.add(named);
    else
      throw new Error(
        `expected hosts, addresses and networks such as k8s.internal, 10.0.0.5, 10.0.0.0/8 or http://k8s.internal:8080, with commas between; \`${entry}\` is none of these`,
      );
  }
  return { hosts, networks, plain };
}

/** A host that is asked without TLS, and nothing more than a host. */
function plainUrlOf(entry: string): URL | null {
  const url = entry.startsWith('http://') && URL.canParse(entry) ? new URL(entry) : null;
  return url && `http://${url.host}` === entry.toLowerCase().replace(/\/$/, '') ? url : null;
}

function networkOf(text: string): string | null {
  if (ip.isValidCIDR(text)) return text;
  const family = isIP(text);
  return family === 0 ? null : `${text}/${family === 6 ? 128 : 32}`;
}

const isName = (host: string): boolean =>
  /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/.test(host);
