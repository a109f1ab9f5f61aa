import { guardedFetch } from '@kalends/core';
import type { AuthorizationSource } from '@kalends/core';
import { connectionFetch } from '@kalends/core/node';
import type { AccessTarget } from '../access-target.ts';
import type { ResolvedSettings } from '../ews-settings.ts';
import type { ExchangeVersion } from '@kalends/core';
import { ExchangeClient } from './exchange-client.ts';
import { headerTransport } from './header-transport.ts';
import { NtlmTransport } from './ntlm/ntlm-transport.ts';
import type { ExchangeTransport } from './transport.ts';

/** Settings of {@link openClient}. */
export interface OpenClientOptions {
  readonly settings: ResolvedSettings;
  readonly authorization: AuthorizationSource;
  readonly target: AccessTarget;
  readonly isApplication: boolean;
  /** Whoever signs in, to tell mailboxes without a known address apart. */
  readonly principal?: string | undefined;
  readonly onServerVersion?: (version: ExchangeVersion, client: ExchangeClient) => void;
}

/** A client and what has to be closed with it. */
export interface OpenedClient {
  readonly client: ExchangeClient;
  readonly transport: ExchangeTransport;
}

/** Joins the provider's settings with one account's authorization and mailbox. */
export function openClient(options: OpenClientOptions): OpenedClient {
  const { settings, target } = options;
  const transport = openTransport(settings, settings.url.origin);
  const { address } = target;
  const client = new ExchangeClient({
    url: settings.url,
    transport,
    runtime: settings.runtime,
    retry: settings.retry,
    traffic: settings.traffic,
    // Without an address there is one mailbox that whoever signs in opens.
    mailbox: address?.toLowerCase() ?? options.principal ?? '',
    newestVersion: settings.newestVersion,
    authorization: options.authorization,
    isApplication: options.isApplication,
    impersonated: target.impersonated,
    // An address beyond ASCII cannot be put into a header; without it Exchange only takes longer to find the server.
    anchorMailbox: address !== undefined && /^[\x21-\x7e]+@[\x21-\x7e]+$/.test(address) ? address : undefined,
    onServerVersion: (version) => options.onServerVersion?.(version, client),
  });
  return { client, transport };
}

/** Opens the way to one origin that the settings' kind of authentication needs. */
export function openTransport(
  settings: Pick<
    ResolvedSettings,
    'authentication' | 'runtime' | 'allowInsecureLoopback' | 'timeoutMs' | 'maxResponseBytes' | 'connection'
  >,
  origin: string,
): ExchangeTransport {
  const { runtime, allowInsecureLoopback, timeoutMs, maxResponseBytes, connection } = settings;
  if (settings.authentication === 'ntlm') {
    return new NtlmTransport({
      connect: () => connectionFetch({ ...connection, origin }),
      origin,
      runtime,
      timeoutMs,
      maxResponseBytes,
      allowInsecureLoopback,
    });
  }
  return headerTransport(
    guardedFetch({
      fetch: runtime.fetch,
      clock: runtime.clock,
      provider: 'ews',
      allowedOrigins: new Set([origin]),
      allowInsecureLoopback,
      timeoutMs,
      maxResponseBytes,
    }),
    runtime.clock,
  );
}
