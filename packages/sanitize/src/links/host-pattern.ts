/**
 * Whether a host is meant by a pattern: `example.com` is that host alone, `*.example.com` is every host below it.
 */
export function matchesHost(host: string, pattern: string): boolean {
  return pattern.startsWith('*.')
    ? host.length > pattern.length - 1 && host.endsWith(pattern.slice(1))
    : host === pattern;
}

/** One or more labels and a last one with a letter in it: names, not addresses of machines. Linear, no overlapping parts. */
const hostName = /^(?:[a-z0-9](?:[a-z0-9-]{0,62})\.)+(?=[a-z0-9-]*[a-z])[a-z0-9-]{1,63}$/;

/** Whether `text` is a host name in lower case, in ASCII, and not an IP address. */
export function isHostName(text: string): boolean {
  return text.length <= 253 && hostName.test(text);
}
