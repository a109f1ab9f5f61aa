import { CalendarError, Secret } from '@kalends/core';
import type { AccountIdentity, BasicCredential, VerifyBasicOptions } from '@kalends/core';
import { formatInstant } from '@kalends/core/time';
import type { ResolvedSettings } from '../ews-settings.ts';
import { accessTarget } from '../access-target.ts';
import { basicAuthorizationSource } from '../http/basic-authorization-source.ts';
import type { ExchangeCaller } from '../http/exchange-client.ts';
import { openClient } from '../http/open-client.ts';
import { addressOf } from '../mapping/participant-mapping.ts';
import { presentText } from '../mapping/wire-values.ts';
import { getFolder } from '../operations/get-folder.ts';
import { isExchangeOnlineHost } from '../online/exchange-online.ts';
import { resolveAddress } from '../operations/resolve-names.ts';

const operation = 'signIn.verify';

/**
 * Proves user name and password by reading the properties of the calendar folder, and finds out whose mailbox it is.
 *
 * An address that is given is named in the request: the result is about that mailbox, and this account can open it. An
 * address that is only presumed counts when it leads to the very same folder.
 */
export async function verifyBasic(settings: ResolvedSettings, options: VerifyBasicOptions): Promise<BasicCredential> {
  const { username, password, address, signal } = checked(options);
  if (isExchangeOnlineHost(settings.url.hostname)) throw onlineTakesNoPasswords();
  const presumed = address ?? (isAddress(username) ? username : undefined);
  const secrets = { username: new Secret(username), password: new Secret(password) };
  const target = accessTarget({
    kind: 'basic',
    useImpersonation: settings.useImpersonation,
    address: address ?? presumed,
    isExplicit: address !== undefined,
    username,
  });
  const opened = openClient({
    settings,
    authorization: basicAuthorizationSource({ ...secrets, whenRefused: 'authenticationFailed' }),
    target,
    isApplication: false,
    principal: username,
  });
  const client = opened.client.for(undefined);
  try {
    const mailbox = target.impersonated === undefined ? address : undefined;
    const folder = await client.call(getFolder({ name: 'calendar', mailbox }), signal);
    const account = presumed === undefined ? undefined : await identify(client, presumed, folder.FolderId?.Id, signal);
    return {
      kind: 'basic',
      provider: 'ews',
      account:
        account ?? (address === undefined ? { id: await accountIdOf(settings, username) } : { id: address, address }),
      ...secrets,
      issuedAt: formatInstant(settings.runtime.clock.now()),
    };
  } catch (error) {
    throw signInError(error);
  } finally {
    await opened.transport.close();
  }
}

/**
 * Name and primary address of the mailbox that the folder is in. The directory may know an address as somebody else's, and
 * a user name that looks like an address need not be one, so the answer is tried: it has to name the same folder.
 *
 * @returns `undefined` when the account has no such address. That is no reason to refuse a sign-in; trouble that passes is.
 */
async function identify(
  client: ExchangeCaller,
  presumed: string,
  folderId: string | undefined,
  signal: AbortSignal | undefined,
): Promise<AccountIdentity | undefined> {
  const mailbox = await client.call(resolveAddress(presumed), signal).catch(unlessAborted);
  const address = addressOf(mailbox) ?? presumed;
  try {
    const named = await client.call(getFolder({ name: 'calendar', mailbox: address }), signal);
    if (folderId === undefined || named.FolderId?.Id !== folderId) return undefined;
  } catch (error) {
    // Who somebody is must not depend on whether the server was busy at the time.
    if (CalendarError.is(error) && error.retryable) throw error;
    return unlessAborted(error);
  }
  const name = presentText(mailbox?.Name);
  return { id: address, address, ...(name === undefined ? {} : { name }) };
}

/**
 * A stable id of an account without a known address. Identities are kept in clear, so it does not give away the user name, which
 * servers compare without regard to case.
 */
async function accountIdOf(settings: ResolvedSettings, username: string): Promise<string> {
  const name = new TextEncoder().encode(`${settings.url.host}\n${username.toLowerCase()}`);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', name));
  return `user-${[...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

function unlessAborted(error: unknown): undefined {
  if (CalendarError.is(error) && error.code !== 'aborted') return undefined;
  throw error;
}

function signInError(error: unknown): unknown {
  if (!CalendarError.is(error)) return error;
  if (error.code !== 'invalidResponse' || error.vendorCode !== undefined) return error.withContext({ operation });
  // Somebody answers there, but not Exchange: at this point that is a wrong address, not a broken answer.
  return new CalendarError({
    code: 'invalidConfiguration',
    message: 'What answers at the configured URL is not Exchange Web Services',
    provider: 'ews',
    operation,
    status: error.status,
    requestId: error.requestId,
    cure: {
      text: 'Check the URL, and that no form-based sign-in page or proxy stands in front of /EWS/Exchange.asmx.',
    },
  });
}

function onlineTakesNoPasswords(): CalendarError {
  return new CalendarError({
    code: 'invalidConfiguration',
    message: 'Exchange Online takes no user name and password',
    provider: 'ews',
    operation,
    cure: { text: 'Connect through Microsoft Graph, or sign in with Microsoft Entra (setting oauth).' },
  });
}

const knownOptions = new Set(['username', 'password', 'address', 'signal']);

function checked(options: VerifyBasicOptions): VerifyBasicOptions {
  const invalid = (what: string): CalendarError =>
    new CalendarError({ code: 'invalidArgument', message: `${operation}: ${what}`, provider: 'ews', operation });
  if (Object.keys(options).some((name) => !knownOptions.has(name))) throw invalid('an option is not known');
  if (typeof options.username !== 'string' || options.username === '') throw invalid('username is needed');
  if (typeof options.password !== 'string' || options.password === '') throw invalid('password is needed');
  if (options.address !== undefined && !isAddress(options.address)) throw invalid('address is no mail address');
  return options;
}

function isAddress(text: unknown): boolean {
  return typeof text === 'string' && /^[^\s@]+@[^\s@]+$/.test(text);
}
