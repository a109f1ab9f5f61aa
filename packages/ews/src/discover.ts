import type { Discovery, DiscoverOptions } from './autodiscover/discovery.ts';

/**
 * Finds the EWS URL of a mailbox and whether it is in Exchange Online or on-premises (Autodiscover).
 *
 * It asks, in this order: the address's domain and its `autodiscover.` host, first without credentials (version 2), then by SOAP,
 * then in plain XML; where `autodiscover.` redirects over plain HTTP; the host in the DNS service record; Exchange Online. A
 * refused candidate is not the end, the next one is asked.
 *
 * A password goes to the two hosts that the address itself names, unless its user name is an address of another domain. Everything
 * else goes to a host only when `onRedirect` agrees: a password to any other host, and a token to any at all. At most 10 redirects
 * are followed, none twice, to `https:` on the standard port and to paths of Autodiscover only. Hosts with private addresses are
 * refused unless `privateHosts` names them, the resulting URL's included.
 *
 * @throws CalendarError `invalidArgument`, `aborted`, and the errors of `authorization`. That nothing was found is an answer.
 * @example
 * ```ts
 * import { discover, ews } from '@kalends/ews';
 * import type { AuthorizationSource } from '@kalends/core';
 *
 * declare const authorization: AuthorizationSource;
 * declare function confirm(question: string): Promise<boolean>;
 *
 * const discovery = await discover({
 *   address: 'ada@example.com',
 *   authorization,
 *   onRedirect: ({ host }) => confirm(`May ${host} be asked?`),
 * });
 * if (discovery.isFound && discovery.location === 'onPremises') ews({ url: discovery.ewsUrl });
 * ```
 * @see {@link https://learn.microsoft.com/exchange/client-developer/exchange-web-services/autodiscover-for-exchange | Autodiscover for Exchange}
 * @public
 */
export async function discover(options: DiscoverOptions): Promise<Discovery> {
  const { runDiscovery } = await import('./autodiscover/run-discovery.ts');
  return runDiscovery(options);
}
