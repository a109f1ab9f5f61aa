import { Secret } from '@kalends/core';
import type { RoomsSettingKey, RoomsSettings, RoomsSettingsProblem, RoomsSettingsResult } from './rooms-settings.ts';

/** Values by key; empty ones count as absent: files are often written from a template. */
export type RoomsValues = Readonly<Partial<Record<RoomsSettingKey, string>>>;

type Variant = RoomsSettings['variant'];

/** The keys that say how to sign in. */
const keysOfVariant: Readonly<Record<Variant, readonly RoomsSettingKey[]>> = {
  secret: ['ExchangeClientSecret'],
  certificate: ['ExchangeCertThumbprint'],
  delegated: ['ExchangeServiceUser', 'ExchangeServicePassword'],
};

const variants: readonly Variant[] = ['secret', 'certificate', 'delegated'];

/** Makes a configuration of the values, or says everything that is wrong with them. */
export function judgeRoomsSettings(values: RoomsValues): RoomsSettingsResult {
  const problems: RoomsSettingsProblem[] = [];
  const problem = (kind: RoomsSettingsProblem['kind'], keys: readonly RoomsSettingKey[], message: string): void => {
    problems.push({ kind, keys, message });
  };
  const wellFormed = (key: RoomsSettingKey, pattern: RegExp, what: string, isNeeded: boolean): string => {
    const value = values[key] ?? '';
    if (value === '' && isNeeded) problem('missing', [key], `${key} is missing`);
    else if (value !== '' && !pattern.test(value)) problem('malformed', [key], `${key} is no ${what}`);
    return value;
  };

  const tenantId = wellFormed('ExchangeTenantId', tenantPattern, 'tenant id or domain', true);
  const appId = wellFormed('ExchangeAppId', guidPattern, 'application id', true);
  const serviceUser = values.ExchangeServiceUser ?? '';
  const servicePassword = values.ExchangeServicePassword ?? '';
  const clientSecret = values.ExchangeClientSecret ?? '';
  // Copied out of a dialog, a thumbprint comes with spaces, colons and an invisible mark in front.
  const thumbprint = (values.ExchangeCertThumbprint ?? '')
    .replaceAll(/[\s:\u200b-\u200f\u202a-\u202e\ufeff-]/g, '')
    .toUpperCase();
  if (thumbprint !== '' && !/^(?:[\dA-F]{40}|[\dA-F]{64})$/.test(thumbprint)) {
    problem('malformed', ['ExchangeCertThumbprint'], 'ExchangeCertThumbprint is no thumbprint');
  }

  const present = variants.filter((variant) => keysOfVariant[variant].some((key) => (values[key] ?? '') !== ''));
  const [variant] = present;
  if (variant === undefined) {
    problem(
      'noVariant',
      variants.flatMap((one) => keysOfVariant[one]),
      'Nothing says how to sign in: a client secret, a certificate thumbprint, or a service user with password is needed',
    );
  } else if (present.length > 1) {
    const keys = present.flatMap((one) => keysOfVariant[one]).filter((key) => (values[key] ?? '') !== '');
    problem('severalVariants', keys, `Exactly one way to sign in is allowed, and these say more: ${keys.join(', ')}`);
  }
  if (present.includes('delegated')) {
    for (const key of keysOfVariant.delegated) {
      if ((values[key] ?? '') === '') problem('missing', [key], `${key} is missing`);
    }
  }
  const impersonation = flagOf(values.ExchangeUseImpersonation);
  if (impersonation === 'malformed') {
    problem('malformed', ['ExchangeUseImpersonation'], 'ExchangeUseImpersonation is neither true nor false');
  } else if (variant !== undefined && present.length === 1 && impersonation !== undefined) {
    const needed = variant !== 'delegated';
    if (impersonation !== needed) {
      problem(
        'contradiction',
        ['ExchangeUseImpersonation', ...keysOfVariant[variant]],
        needed
          ? 'A client secret or certificate opens mailboxes by impersonation only'
          : 'A service user opens mailboxes by the rights given to it; impersonation has to be off',
      );
    }
  }
  if (problems.length > 0 || variant === undefined) return { isComplete: false, problems };

  const registration = { tenantId, appId };
  const settings: Readonly<Record<Variant, RoomsSettings>> = {
    secret: { ...registration, variant: 'secret', clientSecret: new Secret(clientSecret), useImpersonation: true },
    certificate: { ...registration, variant: 'certificate', thumbprint, useImpersonation: true },
    delegated: {
      ...registration,
      variant: 'delegated',
      serviceUser,
      servicePassword: new Secret(servicePassword),
      useImpersonation: false,
    },
  };
  return { isComplete: true, settings: settings[variant] };
}

const guidPattern = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;
const tenantPattern =
  /^(?:[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}|[a-z\d](?:[a-z\d-]{0,62}\.)+[a-z][a-z\d-]{1,62})$/i;

function flagOf(text: string | undefined): boolean | 'malformed' | undefined {
  if (text === undefined || text === '') return undefined;
  const value = text.toLowerCase();
  if (value === 'true' || value === '1') return true;
  return value === 'false' || value === '0' ? false : 'malformed';
}
