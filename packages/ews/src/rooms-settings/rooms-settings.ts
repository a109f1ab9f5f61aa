import type { Secret } from '@kalends/core';

/** Names of the settings of a ROOMS connection to Exchange Online. @public */
export const roomsSettingKeys = [
  'ExchangeTenantId',
  'ExchangeAppId',
  'ExchangeClientSecret',
  'ExchangeCertThumbprint',
  'ExchangeServiceUser',
  'ExchangeServicePassword',
  'ExchangeUseImpersonation',
] as const;

/** One of {@link roomsSettingKeys}. @public */
export type RoomsSettingKey = (typeof roomsSettingKeys)[number];

/** What every variant says. @public */
export interface RoomsRegistration {
  /** Tenant id or verified domain. */
  readonly tenantId: string;
  /** Application (client) id. */
  readonly appId: string;
}

/** A complete configuration: exactly one way to sign in. @public */
export type RoomsSettings = RoomsRegistration &
  (
    | { readonly variant: 'secret'; readonly clientSecret: Secret; readonly useImpersonation: true }
    | {
        readonly variant: 'certificate';
        /** Hexadecimal digits only, in capitals. */
        readonly thumbprint: string;
        readonly useImpersonation: true;
      }
    | {
        readonly variant: 'delegated';
        /** User principal name of the service user. */
        readonly serviceUser: string;
        readonly servicePassword: Secret;
        readonly useImpersonation: false;
      }
  );

/**
 * Something that is wrong with a configuration. `unreadable`: no XML; `missing`: a key is not there, or empty; `malformed`: its
 * value is none; `repeated`: it is there more than once; `noVariant`: nothing says how to sign in; `severalVariants`: more than
 * one thing does; `contradiction`: impersonation does not go with the variant.
 *
 * @public
 */
export interface RoomsSettingsProblem {
  readonly kind:
    | 'unreadable'
    | 'missing'
    | 'malformed'
    | 'repeated'
    | 'noVariant'
    | 'severalVariants'
    | 'contradiction';
  /** Keys that it is about. */
  readonly keys: readonly RoomsSettingKey[];
  /** One sentence for a person; no value stands in it. */
  readonly message: string;
}

/** The answer of {@link readRoomsSettings}. @public */
export type RoomsSettingsResult =
  | { readonly isComplete: true; readonly settings: RoomsSettings }
  | { readonly isComplete: false; readonly problems: readonly RoomsSettingsProblem[] };
