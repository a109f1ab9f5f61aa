import { systemClock, systemRandom } from '@kalends/core';
import type { AuditSink, Clock, Logger } from '@kalends/core';
import { generateKey, keyRing, parseKeyRing, SealError } from '@kalends/crypto';
import type { KeyRing } from '@kalends/crypto';
import { redactingLogger } from '@kalends/sanitize';
import type { Company } from '@kalends/testing';
import type { ServiceConfig } from './config/service-config.ts';
import { connectionRegistry } from './connections/connection-registry.ts';
import type { ConnectionRegistry } from './connections/connection-registry.ts';
import { credentialVault } from './connections/credential-vault.ts';
import type { Demo } from './demo/start-demo.ts';
import { listen } from './listen.ts';
import type { Handler } from './listen.ts';
import { realProviders } from './real-providers.ts';
import type { ServiceContext } from './service-context.ts';
import { pendingSignIns } from './sign-in/pending-sign-ins.ts';
import { createApp } from './web/app.ts';

/** A running calendar service. */
export interface CalendarService extends AsyncDisposable {
  /** Where it listens, `http://127.0.0.1:4400`. */
  readonly url: string;
  readonly registry: ConnectionRegistry;
  /** Present when it runs on emulators. */
  readonly demo?: Demo;
  /** Stops listening, closes connections and emulators. */
  close(): Promise<void>;
}

/** Settings of {@link startService}. */
export interface StartServiceOptions {
  readonly config: ServiceConfig;
  readonly logger: Logger;
  /** Default: the system's clock. */
  readonly clock?: Clock;
  /** Company of the demo. Default: the demo company around today. */
  readonly company?: Company;
  /** Whether people who ask `/healthz` are told that the service is ready. Default: as soon as it listens. */
  readonly isReady?: () => boolean;
}

/**
 * Starts the service, on emulators when the environment configures no provider. Nobody is connected yet.
 *
 * @throws Error when `KALENDS_KEYS` is no key ring or the address cannot be listened on. Nothing is left running then.
 */
export async function startService(options: StartServiceOptions): Promise<CalendarService> {
  const { config } = options;
  const clock = options.clock ?? systemClock;
  const logger = redactingLogger(options.logger);
  const runtime = { clock, logger };
  const ring = await ringOf(config.keys);
  const configured = realProviders(config, runtime);

  await using started = new AsyncDisposableStack();
  // The emulators are development tools: loaded only when they are used.
  const demo =
    configured.length > 0
      ? undefined
      : await (
          await import('./demo/start-demo.ts')
        ).startDemo({ clock, runtime, ...(options.company === undefined ? {} : { company: options.company }) });
  if (demo !== undefined) started.use(demo);
  const vault = credentialVault({ ring, clock, audit: loggedAudit(logger) });
  const registry = connectionRegistry({ vault, clock, random: systemRandom });
  started.defer(() => registry.close());

  // The application needs the port, and the port is known once the server listens.
  let answer: Handler = () => new Response('The service is starting.', { status: 503 });
  const server = await listen(config, (request) => answer(request));
  started.defer(() => server.stop());
  const { url, port } = server;
  const publicUrl = config.publicUrl ?? url;
  const service: ServiceContext = {
    isReady: options.isReady ?? (() => true),
    slots: demo?.slots ?? configured,
    registry,
    signIns: pendingSignIns({ clock, random: systemRandom }),
    clock,
    random: systemRandom,
    logger,
    publicUrl,
    redirectUri: `${publicUrl}/callback`,
    acceptedHosts: new Set([new URL(publicUrl).host, new URL(url).host, `localhost:${port}`, `127.0.0.1:${port}`]),
    timeZone: config.timeZone,
  };
  demo?.allowRedirectUri(service.redirectUri);
  const app = createApp(service);
  answer = (request) => app.fetch(request);

  // All is well: what was started lives on until it is closed, the server first.
  const running = started.move();
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => (closed ??= running.disposeAsync());
  return { url, registry, ...(demo === undefined ? {} : { demo }), close, [Symbol.asyncDispose]: close };
}

async function ringOf(keys: string | undefined): Promise<KeyRing> {
  if (keys === undefined) return keyRing({ keys: [{ id: 'process', key: generateKey() }], activeKeyId: 'process' });
  try {
    return await parseKeyRing(keys);
  } catch (error) {
    // The message of a SealError holds no key.
    const reason = SealError.is(error) ? error.message : 'It cannot be read.';
    throw new Error(`The environment variable KALENDS_KEYS is not usable. ${reason}`, { cause: error });
  }
}

/** Audit entries go to the log of this example; a real deployment sends them where nobody can change them. */
function loggedAudit(logger: Logger): AuditSink {
  return {
    record(entry) {
      logger.debug('audit', { operation: entry.action, reason: entry.outcome });
      return Promise.resolve();
    },
  };
}
