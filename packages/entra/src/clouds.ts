/** The Microsoft cloud an organization's tenant lives in: worldwide, US Government L4 and L5, China (21Vianet). @public */
export type EntraCloud = 'global' | 'usGov' | 'usGovDod' | 'china';

/** Where a cloud signs people in, and what tokens for its mailboxes are addressed to. */
export interface CloudHosts {
  /** Origin of Entra ID. */
  readonly authority: string;
  /** Origin of Microsoft Graph. */
  readonly graph: string;
  /** Origin of Exchange Online. */
  readonly exchange: string;
}

/**
 * Hosts of the national clouds.
 *
 * @see {@link https://learn.microsoft.com/graph/deployments | Microsoft Graph, national cloud deployments}
 * @see {@link https://learn.microsoft.com/microsoft-365/enterprise/microsoft-365-endpoints | Microsoft 365 endpoints}
 */
export const clouds: Readonly<Record<EntraCloud, CloudHosts>> = {
  global: {
    authority: 'https://login.microsoftonline.com',
    graph: 'https://graph.microsoft.com',
    exchange: 'https://outlook.office365.com',
  },
  usGov: {
    authority: 'https://login.microsoftonline.us',
    graph: 'https://graph.microsoft.us',
    exchange: 'https://outlook.office365.us',
  },
  usGovDod: {
    authority: 'https://login.microsoftonline.us',
    graph: 'https://dod-graph.microsoft.us',
    exchange: 'https://outlook-dod.office365.us',
  },
  china: {
    authority: 'https://login.partner.microsoftonline.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    exchange: 'https://partner.outlook.cn',
  },
};

/** Tells whether a text names a cloud. */
export function isEntraCloud(name: unknown): name is EntraCloud {
  return typeof name === 'string' && Object.hasOwn(clouds, name);
}
