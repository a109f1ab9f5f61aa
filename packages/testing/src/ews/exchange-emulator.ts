import { systemClock } from '../clock/system-clock.ts';
import type { Company, Meeting } from '../company/company.ts';
import type { Emulator, EmulatorOptions } from '../server/emulator.ts';
import { startLoopbackServer } from '../server/loopback-server.ts';
import { TokenRegistry } from './auth/token-registry.ts';
import type { IssuedToken, IssueTokensRequest } from './auth/token-registry.ts';
import { exchangeHandler } from './exchange-handler.ts';
import { serverBuilds } from './soap/server-versions.ts';
import type { ExchangeServerVersion } from './soap/server-versions.ts';
import type { CalendarPermission } from './store/account.ts';
import { ExchangeStore } from './store/exchange-store.ts';

/** Settings of {@link startExchangeEmulator}. @public */
export interface ExchangeEmulatorOptions extends EmulatorOptions {
  /** The build to pretend to be. Default `15.2.2562.46`, Exchange SE. */
  readonly version?: ExchangeServerVersion;
  /** Whether passwords are taken. Default true, and false for `15.20`, where Basic is gone. */
  readonly allowBasic?: boolean;
  /** Whether EWS is switched off: every authenticated request is answered with 403 without SOAP. Default false. */
  readonly isBlocked?: boolean;
  /** Ids or addresses of those whose password also lets them impersonate (role ApplicationImpersonation). Default: nobody. */
  readonly impersonators?: readonly string[];
  /** Who may see calendars of others. People and rooms have to be in `company`. Default: nobody. */
  readonly permissions?: readonly CalendarPermission[];
  /** Most items that FindItem returns at once. Default 1000, as EWSFindCountLimit. */
  readonly findLimit?: number;
  /**
   * The zone id to show for a meeting in place of the Windows id: `tzone://Microsoft/Custom`, or an IANA name as it
   * remains from an import. The zone's rules stay the meeting's own. Default: the Windows id.
   */
  readonly zoneIdOf?: (meeting: Meeting) => string | undefined;
}

/** A running Exchange server that speaks EWS. @public */
export interface ExchangeEmulator extends Emulator {
  /** `…/EWS/Exchange.asmx` */
  readonly ewsUrl: string;
  /**
   * Issues an opaque bearer token.
   *
   * @throws RangeError when nobody has that id or address.
   */
  issueTokens(request: IssueTokensRequest): IssuedToken;
  /** Makes every token issued so far an expired one. */
  expireAccessTokens(): void;
  /** Lets somebody see the calendars of somebody else. */
  grantCalendarPermission(permission: CalendarPermission): void;
  /** Switches EWS off or on again, see the option `isBlocked`. */
  setBlocked(isBlocked: boolean): void;
}

const defaultFindLimit = 1000;
const maxRequestBytes = 1024 * 1024;

/**
 * Starts an Exchange server's EWS endpoint on loopback.
 *
 * @throws RangeError when the company makes no sense, or Exchange cannot hold one of its meetings.
 * @public
 */
export async function startExchangeEmulator(options: ExchangeEmulatorOptions = {}): Promise<ExchangeEmulator> {
  const version = options.version ?? '15.2.2562.46';
  const clock = options.clock ?? systemClock;
  const now = (): number => clock.now();
  const store = new ExchangeStore({ now, zoneIdOf: options.zoneIdOf });
  const tokens = new TokenRegistry(now);
  let isBlocked = options.isBlocked ?? false;
  if (options.company !== undefined) store.seed(options.company);
  for (const permission of options.permissions ?? []) store.grant(permission);

  const server = await startLoopbackServer({
    host: options.host,
    port: options.port,
    tls: options.tls,
    maxRequestBytes,
    handler: exchangeHandler({
      store,
      tokens,
      now,
      build: serverBuilds[version],
      allowBasic: options.allowBasic ?? version !== '15.20',
      findLimit: options.findLimit ?? defaultFindLimit,
      isBlocked: () => isBlocked,
      mayImpersonate: (account) => (options.impersonators ?? []).some((who) => store.findAccount(who) === account),
    }),
  });
  return {
    origin: server.origin,
    ewsUrl: `${server.origin}/EWS/Exchange.asmx`,
    exchanges: server.exchanges,
    faults: server.faults,
    onExchange: (listener) => server.onExchange(listener),
    seed: (company: Company) => store.seed(company),
    issueTokens(request) {
      const account = request.person === undefined ? undefined : store.findAccount(request.person);
      if (request.person !== undefined && account === undefined) {
        throw new RangeError(`Nobody has the id or address ${request.person}`);
      }
      return tokens.issue(account, request);
    },
    expireAccessTokens: () => tokens.expireAll(),
    grantCalendarPermission: (permission) => store.grant(permission),
    setBlocked(blocked) {
      isBlocked = blocked;
    },
    close: () => server.close(),
    [Symbol.asyncDispose]: () => server.close(),
  };
}
