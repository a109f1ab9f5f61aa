import type { Secret } from '@kalends/core';
import type { ResolvedSettings } from '../ews-settings.ts';
import { basicAuthorization } from './basic-authorization.ts';
import type { ExchangeClientOptions } from './exchange-client.ts';

/** Joins the provider's settings with one account's user name and password. */
export function clientOptions(options: {
  readonly settings: ResolvedSettings;
  readonly username: Secret;
  readonly password: Secret;
  readonly address: string | undefined;
  readonly onRefusedPassword: ExchangeClientOptions['onRefusedPassword'];
}): ExchangeClientOptions {
  const { settings, username, password, address } = options;
  return {
    url: settings.url.href,
    fetch: settings.fetch,
    runtime: settings.runtime,
    retry: settings.retry,
    newestVersion: settings.newestVersion,
    authorization: () => basicAuthorization(username.reveal(), password.reveal()),
    // An address beyond ASCII cannot be put into a header; without it Exchange only takes longer to find the server.
    anchorMailbox: address !== undefined && /^[\x21-\x7e]+@[\x21-\x7e]+$/.test(address) ? address : undefined,
    onRefusedPassword: options.onRefusedPassword,
  };
}
