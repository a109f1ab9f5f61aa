import type { EntraCloud } from '@kalends/entra';

/**
 * Roots of Microsoft Graph in the national clouds, without the API version.
 *
 * @see {@link https://learn.microsoft.com/graph/deployments | Microsoft Graph, national cloud deployments}
 */
export const graphRoots: Readonly<Record<EntraCloud, string>> = {
  global: 'https://graph.microsoft.com',
  usGov: 'https://graph.microsoft.us',
  usGovDod: 'https://dod-graph.microsoft.us',
  china: 'https://microsoftgraph.chinacloudapi.cn',
};
