import { CalendarError, Secret } from '@kalends/core';
import type { AccountIdentity, BasicCredential, VerifyBasicOptions } from '@kalends/core';
import { formatInstant } from '@kalends/core/time';
import type { ResolvedSettings } from '../ews-settings.ts';
import { clientOptions } from '../http/client-options.ts';
import { ExchangeClient } from '../http/exchange-client.ts';
import { addressOf } from '../mapping/participant-mapping.ts';
import { presentText } from '../mapping/wire-values.ts';
import { getFolder } from '../operations/get-folder.ts';
import { resolveAddress } from '../operations/resolve-names.ts';

const operation = 'signIn.verify';

/**
 * Proves user name and password by reading the properties of the calendar folder, and looks up whose mailbox it is.
 *
 * An address that is given is named in the request, so the result never claims a mailbox that this account cannot open.
 */
export async function verifyBasic(settings: ResolvedSettings, options: VerifyBasicOptions): Promise<BasicCredential> {
  const { username, password, address, signal } = checked(options);
  const presumed = address ?? (isAddress(username) ? username : undefined);
  const secrets = { username: new Secret(username), password: new Secret(password) };
  const client = new ExchangeClient(
    clientOptions({ settings, ...secrets, address: presumed, onRefusedPassword: 'authenticationFailed' }),
  );
  try {
    await client.call(getFolder({ name: 'calendar', mailbox: address }), signal);
    const account = await identify(client, username, presumed, signal);
    return {
      kind: 'basic',
      provider: 'ews',
      account,
      ...secrets,
      issuedAt: formatInstant(settings.runtime.clock.now()),
    };
  } catch (error) {
    throw signInError(error);
  }
}

/** The directory knows the name and the primary address. A server that does not tell is no reason to refuse. */
async function identify(
  client: ExchangeClient,
  username: string,
  presumed: string | undefined,
  signal: AbortSignal | undefined,
): Promise<AccountIdentity> {
  if (presumed === undefined) return { id: username };
  const mailbox = await client.call(resolveAddress(presumed), signal).catch((error: unknown) => {
    if (CalendarError.is(error) && error.code !== 'aborted') return undefined;
    throw error;
  });
  const address = addressOf(mailbox) ?? presumed;
  const name = presentText(mailbox?.Name);
  return { id: address, address, ...(name === undefined ? {} : { name }) };
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
