import type { OAuthContext } from './oauth-context.ts';

/** Project that an OAuth client, or a service account by its numeric client id, belongs to. */
export function projectOf({ consents, serviceAccounts }: OAuthContext, clientId: string): string {
  const robot = [...serviceAccounts.accounts.values()].find((account) => account.clientId === clientId);
  return robot?.projectId ?? consents.clients.get(clientId)?.project ?? clientId;
}
