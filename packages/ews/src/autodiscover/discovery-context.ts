import { CalendarError, resolveRuntime } from '@kalends/core';
import type { Authorization, AuthorizationSource } from '@kalends/core';
import { nodeFetch } from '@kalends/core/node';
import { AddressRule } from '../network/address-rule.ts';
import { aborted, untilAborted } from '../http/until-aborted.ts';
import { systemResolver } from '../network/name-resolver.ts';
import type { NameResolver } from '../network/name-resolver.ts';
import { DiscoveryHttp } from './ask.ts';
import { checkDiscoverOptions } from './check-discover-options.ts';
import type { DiscoverOptions, DiscoveryAttempt, DiscoveryQuestion } from './discovery.ts';

const defaultTimeoutMs = 10_000;
const defaultTotalTimeoutMs = 60_000;

/** What one discovery works with: limits, transport, and what was decided about hosts so far. */
export class DiscoveryContext {
  readonly http: DiscoveryHttp;
  readonly addresses: AddressRule;
  readonly resolver: NameResolver;
  readonly signal: AbortSignal;
  readonly asksExchangeOnline: boolean;
  readonly attempts: DiscoveryAttempt[] = [];
  readonly #authorization: AuthorizationSource | undefined;
  readonly #onRedirect: NonNullable<DiscoverOptions['onRedirect']>;
  /** Hosts of the address's own domain, which the address itself names. */
  readonly #vouched: ReadonlySet<string>;
  readonly #domain: string;
  readonly #agreed = new Map<string, boolean>();
  readonly #refusing = new Set<string>();
  readonly #overall = new AbortController();
  readonly #timer = new AbortController();

  constructor(options: DiscoverOptions) {
    checkDiscoverOptions(options);
    const { address, certificateAuthorities, timeoutMs = defaultTimeoutMs } = options;
    const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
    this.#domain = domain;
    this.#vouched = new Set([domain, `autodiscover.${domain}`]);
    this.#authorization = options.authorization;
    this.#onRedirect = options.onRedirect ?? (() => false);
    this.asksExchangeOnline = options.asksExchangeOnline ?? true;
    const overall = this.#overall;
    this.signal = options.signal === undefined ? overall.signal : AbortSignal.any([options.signal, overall.signal]);
    this.resolver = endingWith(this.signal, options.resolver ?? systemResolver);
    this.addresses = new AddressRule({ privateHosts: options.privateHosts ?? [], resolver: this.resolver });
    const connect = {
      allowAddress: this.addresses.allowAddress,
      ...(certificateAuthorities === undefined ? {} : { certificateAuthorities }),
    };
    const runtime = resolveRuntime(options.runtime, nodeFetch(connect));
    const authentication = options.authentication ?? 'basic';
    this.http = new DiscoveryHttp({ runtime, connect, authentication, timeoutMs });
    runtime.clock.sleep(options.totalTimeoutMs ?? defaultTotalTimeoutMs, { signal: this.#timer.signal }).then(
      () => overall.abort(),
      () => undefined,
    );
  }

  get isOutOfTime(): boolean {
    return this.#overall.signal.aborted;
  }

  /** Whether the address itself leads to the host. */
  isVouched(host: string): boolean {
    return this.#vouched.has(host.toLowerCase());
  }

  /** Asks the caller once about each thing. */
  async agrees(question: DiscoveryQuestion): Promise<boolean> {
    const key = `${question.kind} ${question.host}`;
    const known = this.#agreed.get(key);
    if (known !== undefined) return known;
    const agrees = await untilAborted(Promise.resolve(this.#onRedirect(question)), this.signal);
    this.#agreed.set(key, agrees);
    return agrees;
  }

  /**
   * What a host is authorized with. `undefined` when there is nothing, or the host has refused it: accounts get locked.
   *
   * A host that the address names is given a password without a question, unless its user name is an address of another domain. A
   * token never: it was made for one server, and whoever gets it can use it there.
   */
  async authorizationFor(host: string): Promise<Authorization | 'notConfirmed' | undefined> {
    if (this.#refusing.has(host)) return undefined;
    const authorization = await this.#authorization?.get({ signal: this.signal });
    if (authorization === undefined || (this.isVouched(host) && isOfDomain(authorization, this.#domain))) {
      return authorization;
    }
    // Hosts that something else led to have been asked about.
    return (await this.agrees({ kind: 'host', host, by: 'address' })) ? authorization : 'notConfirmed';
  }

  /** Remembers that a host refused the credentials. */
  refusedBy(host: string): void {
    this.#refusing.add(host);
  }

  /** The error that ends a discovery. */
  errorOf(error: unknown): unknown {
    if (CalendarError.is(error)) return error.withContext({ provider: 'ews', operation: 'discover' });
    return this.signal.aborted ? aborted().withContext({ operation: 'discover' }) : error;
  }

  /** @throws CalendarError `aborted` when the time is up or the caller left: what was not asked is not unreachable. */
  throwIfEnded(): void {
    if (this.signal.aborted) throw aborted();
  }

  end(): void {
    this.#timer.abort();
  }
}

function isOfDomain(authorization: Authorization, domain: string): boolean {
  if (authorization.kind === 'bearer') return false;
  const username = authorization.username.reveal();
  return !username.includes('@') || username.toLowerCase().endsWith(`@${domain}`);
}

/** No look-up outlives the search. */
function endingWith(signal: AbortSignal, resolver: NameResolver): NameResolver {
  return {
    resolve: (host) => untilAborted(resolver.resolve(host), signal),
    resolveSrv: (name) => untilAborted(resolver.resolveSrv(name), signal),
  };
}
