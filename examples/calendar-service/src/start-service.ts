import { systemClock, systemRandom } from '@kalends/core';
import type { Clock, Logger } from '@kalends/core';
import type { CalendarAccounts } from '@kalends/core/accounts';
import { redactingLogger } from '@kalends/sanitize';
import type { Company } from '@kalends/testing';
import type { ServiceConfig } from './config/service-config.ts';
import type { ProviderSlot } from './connections/provider-slot.ts';
import { team } from './connections/team.ts';
import type { Team } from './connections/team.ts';
import type { Demo } from './demo/start-demo.ts';
import { listen } from './listen.ts';
import type { Handler } from './listen.ts';
import { openAccounts } from './open-accounts.ts';
import { realProviders } from './real-providers.ts';
import type { ServiceContext } from './service-context.ts';
import { pendingSignIns } from './sign-in/pending-sign-ins.ts';
import { ssoPrompts } from './sso/sso-prompts.ts';
import { choosePlace } from './storage/choose-place.ts';
import { startUpkeep } from './upkeep/start-upkeep.ts';
import { createApp } from './web/app.ts';

/** A running calendar service. */
export interface CalendarService extends AsyncDisposable {
  /** Where it listens, `http://127.0.0.1:4400`. */
  readonly url: string;
  readonly accounts: CalendarAccounts;
  /** The people among them whose calendars the agenda shows. */
  readonly team: Team;
  /** Present when it runs on emulators. */
  readonly demo?: Demo;
  /** Stops listening, closes connections, the database and emulators. Accounts stay connected, but for those of the demo. */
  close(): Promise<void>;
}

/** Settings of {@link startService}. */
export interface StartServiceOptions {
  readonly config: ServiceConfig;
  readonly logger: Logger;
  /** Default: the system's clock. */
  readonly clock?: Clock;
  /** Providers in place of those that the environment configures. Default: those, and without any the demo. */
  readonly slots?: readonly ProviderSlot[];
  /** Company of the demo. Default: the demo company around today. */
  readonly company?: Company;
  /** Whether people who ask `/healthz` are told that the service is ready. Default: as soon as it listens. */
  readonly isReady?: () => boolean;
}

/**
 * Starts the service, on emulators when the environment configures no provider. Who was connected before
 * is connected again.
 *
 * @throws Error when `KALENDS_KEYS` is missing or no key ring, the database cannot be used, or the address cannot be listened on.
 *   Nothing is left running then.
 */
export async function startService(options: StartServiceOptions): Promise<CalendarService> {
  const { config } = options;
  const clock = options.clock ?? systemClock;
  const logger = redactingLogger(options.logger);
  const runtime = { clock, logger };
  const configured = options.slots ?? realProviders(config, runtime);

  await using started = new AsyncDisposableStack();
  // The emulators are development tools: loaded only when they are used.
  const demo =
    configured.length > 0
      ? undefined
      : await (
          await import('./demo/start-demo.ts')
        ).startDemo({
          clock,
          runtime,
          usersMayConsent: config.usersMayConsent,
          contacts: config.contacts,
          ...(options.company === undefined ? {} : { company: options.company }),
        });
  if (demo !== undefined) started.use(demo);
  const slots = demo?.slots ?? configured;
  const place = choosePlace(config, { isDemo: demo !== undefined });
  const opened = started.use(await openAccounts({ config, place, slots, clock, logger }));
  const { accounts } = opened;
  const people = team(accounts, clock);

  // The application needs the port, and the port is known once the server listens.
  let answer: Handler = () => new Response('The service is starting.', { status: 503 });
  const server = await listen(config, (request) => answer(request));
  started.defer(() => server.stop());
  const { url, port } = server;
  const publicUrl = config.publicUrl ?? url;
  const service: ServiceContext = {
    isReady: options.isReady ?? (() => true),
    slots,
    accounts,
    team: people,
    sso: ssoPrompts({ vault: accounts.vault, accounts, clock, random: systemRandom, config }),
    ...(config.adminToken === undefined ? {} : { adminToken: config.adminToken }),
    ...(config.brokerToken === undefined ? {} : { brokerToken: config.brokerToken }),
    signIns: pendingSignIns({ clock, random: systemRandom }),
    clock,
    random: systemRandom,
    logger,
    publicUrl,
    redirectUri: `${publicUrl}/callback`,
    acceptedHosts: new Set([new URL(publicUrl).host, new URL(url).host, `localhost:${port}`, `127.0.0.1:${port}`]),
    timeZone: config.timeZone,
    contacts: config.contacts,
  };
  demo?.allowRedirectUri(service.redirectUri);
  const app = createApp(service);
  answer = (request) => app.fetch(request);
  started.use(startUpkeep({ accounts, clock, logger }));

  // All is well: what was started lives on until it is closed, the server first.
  const running = started.move();
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= running.disposeAsync());
  return { url, accounts, team: people, ...(demo === undefined ? {} : { demo }), close, [Symbol.asyncDispose]: close };
}
