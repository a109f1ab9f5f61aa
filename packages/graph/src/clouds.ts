/** The Microsoft cloud an organization's tenant lives in. @public */
export type GraphCloud = 'global' | 'usGov' | 'usGovDod' | 'china';

/** Where a cloud signs people in and where its Graph is. */
export interface CloudHosts {
  /** Origin of Entra ID. */
  readonly authority: string;
  /** Root of Microsoft Graph, without the API version. */
  readonly graphBaseUrl: string;
}

/**
 * Roots of the national clouds.
 *
 * @see {@link https://learn.microsoft.com/graph/deployments | Microsoft Graph, national cloud deployments}
 */
export const clouds: Readonly<Record<GraphCloud, CloudHosts>> = {
  global: { authority: 'https://login.microsoftonline.com', graphBaseUrl: 'https://graph.microsoft.com' },
  usGov: { authority: 'https://login.microsoftonline.us', graphBaseUrl: 'https://graph.microsoft.us' },
  usGovDod: { authority: 'https://login.microsoftonline.us', graphBaseUrl: 'https://dod-graph.microsoft.us' },
  china: {
    authority: 'https://login.partner.microsoftonline.cn',
    graphBaseUrl: 'https://microsoftgraph.chinacloudapi.cn',
  },
};

/** Tells whether a text names a cloud. */
export function isGraphCloud(name: unknown): name is GraphCloud {
  return typeof name === 'string' && Object.hasOwn(clouds, name);
}
