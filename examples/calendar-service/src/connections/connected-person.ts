import type { AccountIdentity } from '@kalends/core';
import type { Account, AccountStatus } from '@kalends/core/accounts';
import { providerNames } from './provider-slot.ts';
import type { ProviderSlug } from './provider-slot.ts';

/** What everybody may know of a connected person. No address: the page and the API show names. */
export interface ConnectedPerson {
  /** Made up here; means nothing elsewhere. */
  readonly id: string;
  readonly provider: ProviderSlug;
  readonly providerLabel: string;
  readonly name: string;
  /** ISO 8601 instant. */
  readonly connectedAt: string;
  /** Whether the calendars can be read, and if not why. */
  readonly status: AccountStatus;
  /** When the connection ends unless it is renewed, ISO 8601 instant; only where that is near. */
  readonly endsAt?: string;
  /** Somebody allowed the service more than this person has: connecting again asks for it. */
  readonly isConsentWanted: boolean;
}

/** How long before its end a connection is said to end, in milliseconds: two weeks, as the first of the warnings. */
const noticeBeforeMs = 14 * 24 * 60 * 60_000;

/** What is shown of an account. */
export function connectedPerson(account: Account, nowMs: number): ConnectedPerson {
  const { slug, label } = providerNames(account.provider);
  const { refreshExpiresAt, status } = account;
  const isNear = refreshExpiresAt !== undefined && Date.parse(refreshExpiresAt) - nowMs <= noticeBeforeMs;
  return {
    id: account.id,
    provider: slug,
    providerLabel: label,
    name: displayName(account.identity),
    connectedAt: account.connectedAt,
    status,
    ...(isNear && status.state === 'active' ? { endsAt: refreshExpiresAt } : {}),
    isConsentWanted: account.requestedPolicy !== undefined,
  };
}

/** The account's name; without one, something readable from its address ("priya.raman" becomes "Priya Raman"). */
function displayName({ name, address }: AccountIdentity): string {
  if (name !== undefined && !name.includes('@')) return name;
  const words = address?.split('@')[0]?.split(/[._-]+/) ?? [];
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || 'Somebody';
}
