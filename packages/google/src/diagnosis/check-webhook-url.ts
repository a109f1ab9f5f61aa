import { isLoopbackHost } from '@kalends/core';
import type { Finding } from '@kalends/core';

/** Networks that no service on the internet reaches (RFC 1918, RFC 3927, RFC 4193, RFC 4291, RFC 6762, RFC 8375). */
const privateHost =
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|0\.|\[(fc|fd|fe[89ab]))|\.(local|internal|home\.arpa|localhost)$/i;

/**
 * Looks at the form of the address for notifications. Nothing is sent to it: Google itself sends the first message when a
 * channel is opened.
 *
 * @see {@link https://developers.google.com/workspace/calendar/api/guides/push#receiving | Receiving notifications}
 */
export function checkWebhookUrl(webhookUrl: string): readonly Finding[] {
  const problem = problemOf(webhookUrl);
  if (problem === undefined) return [];
  return [
    {
      code: 'webhookUnreachable',
      severity: 'error',
      message: `Google cannot send notifications to this address: ${problem}`,
      evidence: { check: 'webhookUrl', problem },
      cure: { text: 'Give a public https: address with a certificate of a well-known authority.' },
    },
  ];
}

function problemOf(webhookUrl: string): string | undefined {
  if (!URL.canParse(webhookUrl)) return 'it is not an absolute URL';
  const { protocol, hostname, username, password, hash } = new URL(webhookUrl);
  if (protocol !== 'https:') return 'it is not https:';
  if (username !== '' || password !== '') return 'it has a user name or password in it';
  if (hash !== '') return 'it has a fragment';
  const isName = /[a-z]/i.test(hostname) && !hostname.startsWith('[');
  if (isLoopbackHost(hostname) || privateHost.test(hostname) || (isName && !hostname.includes('.'))) {
    return 'its host is not on the internet';
  }
  return undefined;
}
