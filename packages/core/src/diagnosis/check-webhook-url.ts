import { CalendarError } from '../errors/calendar-error.ts';
import { guardedFetch, isLoopbackHost } from '../http/guarded-fetch.ts';
import type { Clock, Fetch } from '../runtime/runtime.ts';
import type { Finding } from './finding.ts';

/** Options of {@link checkWebhookUrl}. @public */
export interface CheckWebhookUrlOptions {
  /** Public address at which the service would call back. */
  readonly webhookUrl: string;
  /** Who would call, for the message, for example `Google`. */
  readonly service: string;
  /** Where the service calls from: the internet, or perhaps the same network, as an Exchange server of one's own. */
  readonly calledFrom: 'internet' | 'network';
  /** Asks whether anything answers there. Absent: only the form of the address is looked at, and nothing is sent. */
  readonly probe?: { readonly fetch: Fetch; readonly clock: Clock; readonly signal?: AbortSignal | undefined };
}

/** Milliseconds that the address has for an answer; services wait no longer. */
const timeoutMs = 10_000;
const maxAnswerBytes = 64 * 1024;

/** Networks that nobody reaches from the internet (RFC 1918, RFC 3927, RFC 4193, RFC 4291, RFC 6762, RFC 8375). */
const privateHost =
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|0\.|\[(f[cd]|fe[89ab]|::))|\.(local|internal|home\.arpa|localhost)$/i;

/**
 * Looks whether a service can call back at an address: its form first, then, when asked to, whether anything answers there. For that one
 * GET without credentials is sent; whatever the answer says, somebody is there. What cannot be reached from this machine might be from
 * outside, so that is a warning.
 *
 * @returns a `webhookUnreachable` finding, or none.
 * @throws CalendarError `aborted`.
 * @public
 */
export async function checkWebhookUrl(options: CheckWebhookUrlOptions): Promise<readonly Finding[]> {
  const problem = formProblem(options);
  if (problem !== undefined) return [finding(options, 'error', problem)];
  const code = options.probe === undefined ? undefined : await failureOfProbe(options.webhookUrl, options.probe);
  if (code === undefined) return [];
  return code === 'tlsError'
    ? [finding(options, 'error', 'its certificate is not one that a service would accept', code)]
    : [finding(options, 'warning', 'nothing answers there, seen from this machine', code)];
}

function formProblem({ webhookUrl, calledFrom }: CheckWebhookUrlOptions): string | undefined {
  if (!URL.canParse(webhookUrl)) return 'it is not an absolute URL';
  const { protocol, hostname, username, password, hash } = new URL(webhookUrl);
  if (protocol !== 'https:') return 'it is not https:';
  if (username !== '' || password !== '') return 'it has a user name or password in it';
  if (hash !== '') return 'it has a fragment, which is never sent';
  if (isLoopbackHost(hostname)) return 'it leads to the machine itself';
  if (calledFrom === 'network') return undefined;
  const isShortName = /[a-z]/i.test(hostname) && !hostname.startsWith('[') && !hostname.includes('.');
  return isShortName || privateHost.test(hostname) ? 'its host is not on the internet' : undefined;
}

async function failureOfProbe(
  webhookUrl: string,
  { fetch, clock, signal }: NonNullable<CheckWebhookUrlOptions['probe']>,
): Promise<string | undefined> {
  const send = guardedFetch({
    fetch,
    clock,
    provider: 'webhook',
    allowedOrigins: new Set([new URL(webhookUrl).origin]),
    timeoutMs,
    maxResponseBytes: maxAnswerBytes,
  });
  try {
    const response = await send(webhookUrl, signal === undefined ? {} : { signal });
    await response.body?.cancel();
    return undefined;
  } catch (error) {
    if (!CalendarError.is(error) || error.code === 'aborted') throw error;
    // A redirect, or a long answer: somebody is there.
    return ['networkError', 'timeout', 'tlsError'].find((code) => code === error.code);
  }
}

function finding(
  { service, webhookUrl }: CheckWebhookUrlOptions,
  severity: Finding['severity'],
  problem: string,
  code?: string,
): Finding {
  const host = URL.canParse(webhookUrl) ? new URL(webhookUrl).host : undefined;
  return {
    code: 'webhookUnreachable',
    severity,
    message: `${service} cannot call back at the address for notifications: ${problem}`,
    evidence: { problem, ...(host === undefined ? {} : { host }), ...(code === undefined ? {} : { code }) },
    cure: { text: 'Give a public https: address with a certificate of a well-known authority, or poll instead.' },
  };
}
