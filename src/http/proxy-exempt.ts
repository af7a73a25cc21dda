import { BlockList, isIP } from 'node:net';
import { domainToASCII } from 'node:url';

/**
 * Whether NO_PROXY names the host of a URL: `*`; a name, with or without `*.` or a dot before it, for its subdomains
 * alone or for itself too; an address; a range such as `10.0.0.0/8`; each but ranges with `:port` if wanted.
 */
export function exempts(noProxy: string, url: string): boolean {
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const asked = { host, port: port || (protocol === 'https:' ? '443' : '80') };
  return noProxy
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry !== '' && matches(entry, asked));
}

interface Asked {
  readonly host: string;
  readonly port: string;
}

function matches(entry: string, { host, port }: Asked): boolean {
  if (entry === '*') return true;
  const [address = '', prefix] = entry.split('/');
  if (isIP(address) !== 0) return inRange(host, address, prefix);
  const { name, only } = splitPort(entry);
  if (only !== undefined && only !== port) return false;
  return isIP(name) === 0 ? isDomain(host, name) : inRange(host, name, undefined);
}

function splitPort(entry: string): { name: string; only: string | undefined } {
  const [, name = entry, only] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
  return { name: name.replace(/^\[|\]$/g, ''), only };
}

/** Go's rule: a leading dot means subdomains alone, a bare name the name and its subdomains. */
function isDomain(host: string, name: string): boolean {
  const dotted = name.replace(/^\*\./, '.').replace(/\.$/, '');
  const ascii = domainToASCII(dotted.replace(/^\./, ''));
  if (ascii === '') return false;
  return host.endsWith(`.${ascii}`) || (!dotted.startsWith('.') && host === ascii);
}

function inRange(host: string, address: string, prefix: string | undefined): boolean {
  const family = isIP(address) === 4 ? 'ipv4' : 'ipv6';
  const longest = family === 'ipv4' ? 32 : 128;
  const length = prefix === undefined ? longest : /^\d{1,3}$/.test(prefix) ? Number(prefix) : longest + 1;
  if (isIP(host) === 0 || length > longest) return false;
  const range = new BlockList();
  range.addSubnet(address, length, family);
  return range.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6');
}
