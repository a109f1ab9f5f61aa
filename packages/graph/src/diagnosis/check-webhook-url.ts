import { isLoopbackHost } from '@kalends/core';
import type { Finding } from '@kalends/core';

/** Addresses that the service cannot reach from outside (RFC 1918, RFC 3927, RFC 4193, RFC 4291). */
const privateHost = /^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|0\.|\[f[cd]|\[fe[89ab]|\[::)/i;

/**
 * Looks at the form of a callback address; nothing is sent to it, for only the service itself can tell whether it gets there.
 *
 * @see {@link https://learn.microsoft.com/graph/change-notifications-delivery-webhooks | Receive change notifications through webhooks}
 */
export function webhookFindings(webhookUrl: string): readonly Finding[] {
  const why = faultOf(webhookUrl);
  if (why === undefined) return [];
  return [
    {
      code: 'webhookUnreachable',
      severity: 'error',
      message: `Microsoft Graph cannot call the webhook address: ${why}`,
      evidence: { why },
      cure: { text: 'Give a public address with https: and a certificate of a well-known authority.' },
    },
  ];
}

function faultOf(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return 'it is no absolute URL';
  if (url.protocol !== 'https:') return 'it does not start with https:';
  if (url.username !== '' || url.password !== '') return 'it contains a user name or password';
  if (url.hash !== '') return 'it has a fragment, which is never sent';
  if (isLoopbackHost(url.hostname) || privateHost.test(url.hostname)) return 'it leads to a private network';
  if (!url.hostname.includes('.') && !url.hostname.includes(':')) return 'its host name is known only inside a network';
  return undefined;
}
