import { createPkcePair, createState } from '@kalends/core';
import type { Clock, PkcePair, Random } from '@kalends/core';
import type { ProviderSlug } from '../connections/provider-slot.ts';

/** A sign-in that has begun and waits for its callback or form. */
export interface PendingSignIn {
  readonly provider: ProviderSlug;
  readonly state: string;
  readonly pkce: PkcePair;
}

/** Remembers sign-ins between their two requests. */
export interface PendingSignIns {
  /** Begins a sign-in for one browser session. */
  begin(provider: ProviderSlug, session: string): Promise<PendingSignIn>;
  /** Takes a sign-in by its state: once, in time, and only for the session that began it. */
  take(state: string, session: string | undefined): PendingSignIn | undefined;
}

const lifetimeMs = 10 * 60_000;
const maxPending = 1_000;

/** Creates an empty {@link PendingSignIns}. */
export function pendingSignIns(options: { readonly clock: Clock; readonly random: Random }): PendingSignIns {
  const pending = new Map<string, PendingSignIn & { readonly session: string; readonly endsAt: number }>();

  const forgetOld = (): void => {
    for (const [state, entry] of pending) {
      if (entry.endsAt > options.clock.now() && pending.size < maxPending) return;
      pending.delete(state);
    }
  };

  return {
    async begin(provider, session) {
      forgetOld();
      const state = createState(options.random);
      const pkce = await createPkcePair(options.random);
      pending.set(state, { provider, state, pkce, session, endsAt: options.clock.now() + lifetimeMs });
      return { provider, state, pkce };
    },
    take(state, session) {
      const entry = pending.get(state);
      pending.delete(state);
      if (entry === undefined || entry.session !== session || entry.endsAt <= options.clock.now()) return undefined;
      return entry;
    },
  };
}
