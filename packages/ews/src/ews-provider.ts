import { CalendarError, Secret } from '@kalends/core';
import type { BasicCredential, BasicProvider } from '@kalends/core';
import { EwsConnection } from './ews-connection.ts';
import { resolveSettings } from './ews-settings.ts';
import type { EwsSettings } from './ews-settings.ts';

/**
 * Makes a provider for the calendars of an Exchange Server, reached through Exchange Web Services with user name and
 * password.
 *
 * @throws CalendarError `invalidArgument` for a setting that is wrong or unknown, `insecureTransport` for a URL that is not
 * `https:`.
 * @example
 * ```ts
 * import { ews } from '@kalends/ews';
 *
 * declare const password: string;
 *
 * const provider = ews({ url: 'https://mail.example.com/EWS/Exchange.asmx' });
 * const credential = await provider.signIn.verify({ username: 'EXAMPLE\\ada', password });
 * const connection = provider.connect({ credential });
 * ```
 * @public
 */
export function ews(settings: EwsSettings): BasicProvider {
  const resolved = resolveSettings(settings);
  return {
    id: 'ews',
    hosts: [resolved.url.host],
    connect: ({ credential }) => new EwsConnection(resolved, checkedCredential(credential)),
    signIn: {
      verify: async (options) => {
        const { verifyBasic } = await import('./sign-in/verify-basic.ts');
        return verifyBasic(resolved, options);
      },
    },
  };
}

function checkedCredential(credential: BasicCredential): BasicCredential {
  // The types say so already; a credential that comes out of a store may be any.
  const isOurs =
    credential.kind === 'basic' &&
    credential.provider === 'ews' &&
    Secret.is(credential.username) &&
    Secret.is(credential.password);
  if (isOurs) return credential;
  throw new CalendarError({
    code: 'invalidArgument',
    message: 'ews: the credential must be of kind basic and belong to this provider',
    provider: 'ews',
  });
}
