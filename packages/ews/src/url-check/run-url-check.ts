import { CalendarError, guardedFetch, isLoopbackHost, resolveRuntime } from '@kalends/core';
import type { Runtime } from '@kalends/core';
import { nodeFetch } from '@kalends/core/node';
import { resolveSettings } from '../ews-settings.ts';
import type { ResolvedSettings } from '../ews-settings.ts';
import { discard } from '../http/drain.ts';
import { openClient } from '../http/open-client.ts';
import { AddressRule } from '../network/address-rule.ts';
import { systemResolver } from '../network/name-resolver.ts';
import { isExchangeOnlineHost } from '../online/exchange-online.ts';
import { getFolder } from '../operations/get-folder.ts';
import { envelope } from '../soap/envelope.ts';
import type { ExchangeVersion } from '@kalends/core';
import { checkUrlOptions } from './check-url-options.ts';
import type { EwsUrlCheck, EwsUrlProblem, OfferedAuthentication, VerifyEwsUrlOptions } from './ews-url-check.ts';
import { urlProblems } from './url-problems.ts';

const defaultTimeoutMs = 10_000;
const maxAnswerBytes = 256 * 1024;

/** Checks form and addresses, asks without credentials, and only then with them. */
export async function runUrlCheck(text: string, options: VerifyEwsUrlOptions): Promise<EwsUrlCheck> {
  checkUrlOptions(options);
  const formProblem = problemOfForm(text, options.allowInsecureLoopback === true);
  if (formProblem !== undefined) return unusable(formProblem);
  const url = new URL(text);
  const rule = new AddressRule({
    privateHosts: [...(options.privateHosts ?? []), ...(isTestHost(url, options) ? [url.hostname] : [])],
    resolver: options.resolver ?? systemResolver,
  });
  const verdict = isTestHost(url, options) ? 'allowed' : await rule.check(url.hostname);
  if (verdict === 'refused') return unusable('privateAddress');
  if (verdict === 'unknown') return unusable('unreachable');

  const trust =
    options.certificateAuthorities === undefined ? {} : { certificateAuthorities: options.certificateAuthorities };
  const connection = { ...trust, allowAddress: rule.allowAddress };
  const runtime = resolveRuntime(options.runtime, nodeFetch(connection));
  const probed = await probe(url, runtime, options);
  if (typeof probed === 'string') return unusable(probed);
  const serverVersion = await versionOf(url, { runtime, connection }, options);
  return {
    isUsable: true,
    url: url.href,
    isExchangeOnline: isExchangeOnlineHost(url.hostname),
    authentication: probed,
    ...(serverVersion === undefined ? {} : { serverVersion }),
  };
}

function problemOfForm(text: string, allowsLoopback: boolean): EwsUrlProblem | undefined {
  if (typeof text !== 'string' || text.length > 2_048 || !URL.canParse(text)) return 'invalid';
  const url = new URL(text);
  const isAllowedHttp = url.protocol === 'http:' && allowsLoopback && isLoopbackHost(url.hostname);
  if (url.protocol !== 'https:' && !isAllowedHttp) return 'insecure';
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return 'invalid';
  return url.pathname.toLowerCase().endsWith('/ews/exchange.asmx') ? undefined : 'path';
}

/** An emulator on this machine, which the caller has allowed. */
function isTestHost(url: URL, options: VerifyEwsUrlOptions): boolean {
  return options.allowInsecureLoopback === true && isLoopbackHost(url.hostname);
}

/** Asks without credentials. Exchange answers 401 and names the ways to sign in. */
async function probe(
  url: URL,
  runtime: Runtime,
  options: VerifyEwsUrlOptions,
): Promise<readonly OfferedAuthentication[] | EwsUrlProblem> {
  const send = guardedFetch({
    fetch: runtime.fetch,
    clock: runtime.clock,
    provider: 'ews',
    allowedOrigins: new Set([url.origin]),
    allowInsecureLoopback: options.allowInsecureLoopback,
    timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
    maxResponseBytes: maxAnswerBytes,
  });
  try {
    const response = await send(url.href, {
      method: 'POST',
      headers: { 'content-type': 'text/xml; charset=utf-8', accept: 'text/xml', 'user-agent': 'kalends-ews' },
      body: envelope(
        'Exchange2010_SP1',
        getFolder({ name: 'calendar', mailbox: undefined }).request('Exchange2010_SP1'),
      ),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    await discard(response);
    if (response.status === 404 || response.status === 405) return 'notFound';
    if (response.status === 403) return 'blocked';
    const offered = offeredAuthentication(response.headers.get('www-authenticate') ?? '');
    return response.status === 401 && offered.length > 0 ? offered : 'notExchange';
  } catch (error) {
    if (!CalendarError.is(error) || error.code === 'aborted') throw error;
    if (error.code === 'untrustedUrl') return 'redirected';
    return error.code === 'tlsError' ? 'certificate' : 'unreachable';
  }
}

function offeredAuthentication(header: string): readonly OfferedAuthentication[] {
  const schemes = ['basic', 'ntlm', 'negotiate', 'bearer'] as const;
  return schemes.filter((scheme) => new RegExp(String.raw`(?:^|,)\s*${scheme}\b`, 'i').test(header));
}

/** The version in the first answer that Exchange itself gives. A refused authorization is none of the URL's faults. */
async function versionOf(
  url: URL,
  transport: Pick<ResolvedSettings, 'runtime' | 'connection'>,
  options: VerifyEwsUrlOptions,
): Promise<ExchangeVersion | undefined> {
  const { authorization, authentication = 'basic', timeoutMs = defaultTimeoutMs, signal } = options;
  if (authorization === undefined) return undefined;
  const allowInsecureLoopback = options.allowInsecureLoopback === true;
  const settings: ResolvedSettings = {
    ...resolveSettings({ url: url.href, retry: { maxAttempts: 1 }, timeoutMs, allowInsecureLoopback }),
    ...transport,
    authentication,
  };
  const target = { impersonated: undefined, mailbox: undefined, address: undefined };
  const opened = openClient({ settings, authorization, target, isApplication: false });
  try {
    await opened.client.for(undefined).call(getFolder({ name: 'calendar', mailbox: undefined }), signal);
  } catch (error) {
    if (!CalendarError.is(error) || error.code === 'aborted') throw error;
  } finally {
    await opened.transport.close();
  }
  return opened.client.serverVersion;
}

function unusable(problem: EwsUrlProblem): EwsUrlCheck {
  return { isUsable: false, problem, ...urlProblems[problem] };
}
