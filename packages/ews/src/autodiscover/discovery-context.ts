import { CalendarError, resolveRuntime } from '@kalends/core';
import type { Authorization, AuthorizationSource } from '@kalends/core';
import { nodeFetch } from '@kalends/core/node';
import { AddressRule } from '../network/address-rule.ts';
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
  readonly #agreed = new Map<string, boolean>();
  readonly #refusing = new Set<string>();
  readonly #overall = new AbortController();
  readonly #timer = new AbortController();

  constructor(options: DiscoverOptions) {
    checkDiscoverOptions(options);
    const { address, certificateAuthorities, timeoutMs = defaultTimeoutMs } = options;
    const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
    this.#vouched = new Set([domain, `autodiscover.${domain}`]);
    this.#authorization = options.authorization;
    this.#onRedirect = options.onRedirect ?? (() => false);
    this.asksExchangeOnline = options.asksExchangeOnline ?? true;
    this.resolver = options.resolver ?? systemResolver;
    this.addresses = new AddressRule({ privateHosts: options.privateHosts ?? [], resolver: this.resolver });
    const connect = {
      allowAddress: this.addresses.allowAddress,
      ...(certificateAuthorities === undefined ? {} : { certificateAuthorities }),
    };
    const runtime = resolveRuntime(options.runtime, nodeFetch(connect));
    const authentication = options.authentication ?? 'basic';
    this.http = new DiscoveryHttp({ runtime, connect, authentication, timeoutMs });
    const overall = this.#overall;
    this.signal = options.signal === undefined ? overall.signal : AbortSignal.any([options.signal, overall.signal]);
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
    const agrees = await this.#onRedirect(question);
    this.#agreed.set(key, agrees);
    return agrees;
  }

  /** What a host is authorized with. `undefined` when there is nothing, or the host has refused it: accounts get locked. */
  async authorizationFor(host: string): Promise<Authorization | undefined> {
    if (this.#refusing.has(host)) return undefined;
    return this.#authorization?.get({ signal: this.signal });
  }

  /** Remembers that a host refused the credentials. */
  refusedBy(host: string): void {
    this.#refusing.add(host);
  }

  /** The error that ends a discovery. */
  errorOf(error: unknown): unknown {
    if (CalendarError.is(error)) return error.withContext({ provider: 'ews', operation: 'discover' });
    return this.signal.aborted
      ? new CalendarError({
          code: 'aborted',
          message: 'The call was aborted by its caller',
          provider: 'ews',
          operation: 'discover',
        })
      : error;
  }

  end(): void {
    this.#timer.abort();
  }
}
