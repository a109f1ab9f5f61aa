import { isConfidential } from './entra-client.ts';
import type { EntraClient } from './entra-client.ts';
import type { EntraContext } from './entra-context.ts';
import type { Claims } from './token-signer.ts';

/** What an access token is made of. */
export interface AccessTokenContent {
  readonly client: EntraClient;
  readonly tenantId: string;
  readonly audience: string;
  /** Form of the token, as the API it is for asks for it. */
  readonly isVersion2: boolean;
  readonly lifetimeSeconds: number;
  /** Object id of the user; absent for applications. */
  readonly objectId?: string;
  readonly isChallengeCapable: boolean;
  readonly claims: Claims;
}

/** Signs an access token (Entra docs, "Access token claims reference") and remembers it under its `uti`. */
export function mintAccessToken(context: EntraContext, content: AccessTokenContent): string {
  const { client, tenantId } = content;
  const now = Math.floor(context.clock.now() / 1000);
  const tokenId = context.minted.opaque(22);
  context.grants.addAccessToken(tokenId, {
    ...(content.objectId === undefined ? {} : { objectId: content.objectId }),
    isChallengeCapable: content.isChallengeCapable,
    sequence: context.grants.nextSequence(),
  });
  const proof = isConfidential(client) ? (client.clientSecret === undefined ? '2' : '1') : '0';
  return context.signer.sign({
    aud: content.audience,
    iss: content.isVersion2
      ? `https://login.microsoftonline.com/${tenantId}/v2.0`
      : `https://sts.windows.net/${tenantId}/`,
    iat: now,
    nbf: now,
    exp: now + content.lifetimeSeconds,
    ...(content.isVersion2
      ? { azp: client.clientId, azpacr: proof }
      : {
          app_displayname: client.displayName ?? client.clientId,
          appid: client.clientId,
          appidacr: proof,
          idp: `https://sts.windows.net/${tenantId}/`,
        }),
    tid: tenantId,
    uti: tokenId,
    ver: content.isVersion2 ? '2.0' : '1.0',
    ...content.claims,
  });
}
