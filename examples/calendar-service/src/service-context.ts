import type { Clock, ContactAccess, Logger, Random } from '@kalends/core';
import type { CalendarAccounts } from '@kalends/core/accounts';
import type { ProviderSlot } from './connections/provider-slot.ts';
import type { Team } from './connections/team.ts';
import type { PendingSignIns } from './sign-in/pending-sign-ins.ts';
import type { SsoPrompts } from './sso/sso-prompts.ts';

/** What the routes work with. */
export interface ServiceContext {
  /** Whether what has to be there is there; `/healthz` says so. */
  isReady(): boolean;
  readonly slots: readonly ProviderSlot[];
  /** Every account: those of the team, and rooms. */
  readonly accounts: CalendarAccounts;
  readonly team: Team;
  readonly sso: SsoPrompts;
  /** Absent: the addresses for administrators do not exist. */
  readonly adminToken?: string;
  /** Absent: the addresses for clients and rooms do not exist. */
  readonly brokerToken?: string;
  readonly signIns: PendingSignIns;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** `http://127.0.0.1:4400`, without a trailing slash. */
  readonly publicUrl: string;
  readonly redirectUri: string;
  /** `Host` values that are answered, lower case, with the port where the URL has one. */
  readonly acceptedHosts: ReadonlySet<string>;
  /** IANA zone of viewers who do not say theirs. */
  readonly timeZone: string;
  /** The most that is done with anybody's contacts, whatever a service or an account would allow. */
  readonly contacts: ContactAccess;
}
