import { createPkcePair, createState } from '@kalends/core';
import type { AccessPolicy, Clock, PkcePair, Random } from '@kalends/core';
import type { ProviderSlug } from '../connections/provider-slot.ts';
import { expiringMap } from './expiring-map.ts';

/** What a sign-in is for. */
export interface SignInRequest {
  readonly provider: ProviderSlug;
  /** What is asked for. Default: the provider's default. */
  readonly policy?: AccessPolicy | undefined;
  /** Who has to come back. Default: anybody. */
  readonly expectedAccount?: { readonly id?: string; readonly address?: string } | undefined;
  /** JSON of claims that the service asked for when it ended the account. */
  readonly claims?: string | undefined;
  /** Address of the person whom single sign-on sent. */
  readonly ssoUser?: string | undefined;
  /** An administrator consents for the organization, and nobody is connected. */
  readonly isAdminConsent?: boolean;
}

/** A sign-in that has begun and waits for its callback or form. */
export interface PendingSignIn extends SignInRequest {
  readonly state: string;
  readonly pkce: PkcePair;
}

/** Remembers sign-ins between their two requests. */
export interface PendingSignIns {
  /** Begins a sign-in for one browser session. */
  begin(request: SignInRequest, session: string): Promise<PendingSignIn>;
  /** Takes a sign-in by its state: once, in time, and only for the session that began it. */
  take(state: string, session: string | undefined): PendingSignIn | undefined;
}

const lifetimeMs = 10 * 60_000;
const maxEntries = 1_000;

/** Creates an empty {@link PendingSignIns}. */
export function pendingSignIns(options: { readonly clock: Clock; readonly random: Random }): PendingSignIns {
  const pending = expiringMap<PendingSignIn & { readonly session: string }>({ ...options, lifetimeMs, maxEntries });
  return {
    async begin(request, session) {
      const begun = { ...request, state: createState(options.random), pkce: await createPkcePair(options.random) };
      pending.put(begun.state, { ...begun, session });
      return begun;
    },
    take(state, session) {
      const entry = pending.take(state);
      return entry?.session === session ? entry : undefined;
    },
  };
}
