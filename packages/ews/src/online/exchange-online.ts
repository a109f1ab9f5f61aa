/** Address of Exchange Online's EWS. @public */
export const exchangeOnlineUrl = 'https://outlook.office365.com/EWS/Exchange.asmx';

/**
 * Hosts of Exchange Online, worldwide and in the national clouds, and the domains their servers are in.
 *
 * @see {@link https://learn.microsoft.com/microsoft-365/enterprise/urls-and-ip-address-ranges | Microsoft 365 URLs and IP address ranges}
 */
const onlineDomains: readonly string[] = [
  'outlook.office365.com',
  'outlook.office.com',
  'outlook.office365.us',
  'outlook-dod.office365.us',
  'partner.outlook.cn',
  'outlook.com',
];

/** Tells whether a host is one of Exchange Online. @public */
export function isExchangeOnlineHost(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, '');
  return onlineDomains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}
