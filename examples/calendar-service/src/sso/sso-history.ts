import { createHash } from 'node:crypto';
import { Secret } from '@kalends/core';
import type { SsoEvent } from '@kalends/core';
import type { CredentialVault } from '@kalends/core/accounts';
import { z } from 'zod';

/** What happened to people at single sign-on, in every process and after a restart. */
export interface SsoHistory {
  /** Oldest first. */
  of(user: string): Promise<readonly SsoEvent[]>;
  add(user: string, event: SsoEvent): Promise<void>;
  /** When an administrator consented for everybody, in milliseconds since the Unix epoch. */
  consentedAtMs(): Promise<number | undefined>;
  addConsent(atMs: number): Promise<void>;
}

const atMs = z.number();
const historySchema = z.array(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('signIn'), redirected: z.boolean(), atMs }),
    z.object({ kind: z.literal('refused'), atMs }),
    z.object({ kind: z.literal('failed'), atMs }),
    z.object({ kind: z.literal('adminConsentRequired'), atMs }),
    z.object({ kind: z.literal('adminConsentGranted'), atMs }),
    z.object({ kind: z.literal('connected'), atMs }),
    z.object({ kind: z.literal('disconnected'), by: z.enum(['person', 'administrator', 'service']), atMs }),
  ]),
);
const consentSchema = z.object({ atMs });
const consentName = 'sso.organization';

/**
 * Keeps the history with the application's secrets: sealed, under names that say nothing, and without a table of its own. Two
 * sign-ins of one person at the same moment may leave the trace of one, which is as good.
 */
export function ssoHistory(vault: CredentialVault): SsoHistory {
  const secrets = vault.handle('single-sign-on', 'secrets');
  const read = async (name: string): Promise<unknown> => {
    const secret = await secrets.open({ name }, 'sign-in prompt');
    return secret === undefined ? undefined : JSON.parse(secret.reveal());
  };
  const write = (name: string, value: unknown): Promise<void> =>
    secrets.put({ name }, new Secret(JSON.stringify(value)));
  const of = async (user: string): Promise<readonly SsoEvent[]> => {
    const kept = await read(nameOf(user));
    return kept === undefined ? [] : historySchema.parse(kept);
  };

  return {
    of,
    add: async (user, event) => write(nameOf(user), withoutRepetition([...(await of(user)), event])),
    async consentedAtMs() {
      const kept = await read(consentName);
      return kept === undefined ? undefined : consentSchema.parse(kept).atMs;
    },
    addConsent: (consentedAtMs) => write(consentName, { atMs: consentedAtMs }),
  };
}

/** Of each kind the last, in their order: an earlier one of the same kind changes no decision, so that a history stays short. */
function withoutRepetition(history: readonly SsoEvent[]): readonly SsoEvent[] {
  const isTelling = (event: SsoEvent): boolean => event.kind !== 'signIn' || event.redirected;
  return history.filter(
    (event, index) =>
      isTelling(event) && !history.slice(index + 1).some((later) => later.kind === event.kind && isTelling(later)),
  );
}

function nameOf(user: string): string {
  return `sso.person.${createHash('sha256').update(user.toLowerCase()).digest('base64url')}`;
}
