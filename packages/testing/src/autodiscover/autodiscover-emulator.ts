import type { FaultPlan } from '../server/faults.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { throwawayCa } from '../server/throwaway-ca.ts';
import type { ThrowawayCa } from '../server/throwaway-ca.ts';
import type {
  AutodiscoverBehaviour,
  AutodiscoverEndpoint,
  AutodiscoverHost,
  AutodiscoverSrvRecord,
} from './autodiscover-behaviour.ts';
import { endpointAnswer, endpointAt } from './endpoint-answer.ts';
import { siteFetch } from './site-fetch.ts';
import type { LoopbackRoute } from './site-fetch.ts';
import { siteNames } from './site-names.ts';
import type { SiteNames } from './site-names.ts';
import { startSiteServers, stateOf } from './site-servers.ts';

/** Settings of {@link startAutodiscoverEmulator}. @public */
export interface AutodiscoverEmulatorOptions {
  /** The hosts there are. Default: none. */
  readonly hosts?: readonly AutodiscoverHost[];
  /** Records for `resolveSrv`. Default: none. */
  readonly srvRecords?: readonly AutodiscoverSrvRecord[];
  /**
   * Hosts that other emulators play, with their origins: `{ 'mail.example': exchange.origin }`. Requests over HTTPS go
   * there as the origin says, over TLS or without. Default: none.
   */
  readonly origins?: Readonly<Record<string, string>>;
  /** Authority that signs the certificates of the hosts. Default: a new one. */
  readonly ca?: ThrowawayCa;
}

/** A request that reached a host, or that was to reach one. @public */
export interface AutodiscoverVisit {
  readonly scheme: 'http' | 'https';
  /** Name or address as the client had it, in lower case. */
  readonly host: string;
  /** The port of the URL, not that of the emulator. */
  readonly port: number;
  /** Absent when the connection came to nothing, by the certificate for example. */
  readonly request?: RecordedRequest;
  /** Whether the request carried an Authorization header. */
  readonly hasAuthorization: boolean;
}

/** Running hosts with their Autodiscover endpoints. @public */
export interface AutodiscoverEmulator extends AsyncDisposable, SiteNames {
  /** What clients have to trust. */
  readonly ca: ThrowawayCa;
  /**
   * A `fetch` for which these hosts are all there is of the Internet: any port of any host leads to the emulator, names
   * that it does not have fail as unknown names do, and IP addresses fail as closed ports do unless they are hosts.
   */
  readonly fetch: typeof globalThis.fetch;
  /** Every host asked through `fetch`, and every request that arrived, oldest first. */
  readonly visits: readonly AutodiscoverVisit[];
  /** Hosts at which an Authorization header ever arrived, over any scheme. */
  readonly hostsWithCredentials: ReadonlySet<string>;
  /** Faults of the endpoints over HTTPS. */
  readonly faults: FaultPlan;
  /** `https://127.0.0.1:50123`: where a host is to be found on loopback, for clients that connect by themselves. */
  originOf(host: string, scheme?: 'http' | 'https'): string;
  /** Changes what an endpoint does; nothing makes it answer 404. */
  setBehaviour(host: string, endpoint: AutodiscoverEndpoint, behaviour: AutodiscoverBehaviour | undefined): void;
  /** Stops listening. Calling it twice is harmless. */
  close(): Promise<void>;
}

/** Authority of a URL or of a Host header. */
interface Place {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
}

/**
 * Starts hosts that play Autodiscover on loopback: good ones, and all the bad ones a client may be led to.
 *
 * @throws RangeError when two hosts have one name.
 * @public
 */
export async function startAutodiscoverEmulator(
  options: AutodiscoverEmulatorOptions = {},
): Promise<AutodiscoverEmulator> {
  const ca = options.ca ?? (await throwawayCa());
  const hosts = hostTable(options.hosts ?? []);
  const visits: AutodiscoverVisit[] = [];
  const hostsWithCredentials = new Set<string>();
  const findHost = (name: string): AutodiscoverHost | undefined => hosts.get(name.toLowerCase())?.settings;
  const requireHost = (name: string): KnownHost => {
    const known = hosts.get(name.toLowerCase());
    if (known === undefined) throw new RangeError(`There is no host ${name}`);
    return known;
  };

  const servers = await startSiteServers(options.hosts ?? [], ca, (scheme) => (request) => {
    const place = placeOf(`${scheme}://${request.headers['host'] ?? ''}`);
    const hasAuthorization = request.headers['authorization'] !== undefined;
    if (hasAuthorization) hostsWithCredentials.add(place.host);
    visits.push({ ...place, request, hasAuthorization });
    const known = hosts.get(place.host);
    if (known === undefined) return { status: 421, body: '' };
    const endpoint = endpointAt(request.path, scheme);
    const elsewhere = scheme === 'https' ? known.settings.paths?.[request.path.toLowerCase()] : undefined;
    const behaviour = endpoint === undefined ? elsewhere : known.endpoints.get(endpoint);
    return endpointAnswer(behaviour, endpoint, known.settings, request);
  });

  return {
    ...siteNames(findHost, options.srvRecords ?? []),
    ca,
    fetch: siteFetch({
      certificateAuthority: ca.certificate,
      routeOf(url) {
        const place = placeOf(url.href);
        const origin = place.scheme === 'https' ? options.origins?.[place.host] : undefined;
        if (origin !== undefined) return routeTo(origin);
        const host = findHost(place.host);
        // What never arrives is a visit all the same: the client tried.
        const arrives = host !== undefined && (place.scheme === 'http' || stateOf(host) === 'valid');
        if (!arrives) visits.push({ ...place, hasAuthorization: false });
        if (host === undefined) return undefined;
        return routeTo((place.scheme === 'http' ? servers.plain : servers.secureOf(host)).origin);
      },
    }),
    visits,
    hostsWithCredentials,
    faults: servers.valid.faults,
    originOf(name, scheme = 'https') {
      const { settings } = requireHost(name);
      return (scheme === 'http' ? servers.plain : servers.secureOf(settings)).origin;
    },
    setBehaviour(name, endpoint, behaviour) {
      const { endpoints } = requireHost(name);
      if (behaviour === undefined) endpoints.delete(endpoint);
      else endpoints.set(endpoint, behaviour);
    },
    close: () => servers.close(),
    [Symbol.asyncDispose]: () => servers.close(),
  };
}

interface KnownHost {
  readonly settings: AutodiscoverHost;
  readonly endpoints: Map<AutodiscoverEndpoint, AutodiscoverBehaviour>;
}

const endpointNames = ['pox', 'soap', 'json', 'plain'] as const;

function hostTable(hosts: readonly AutodiscoverHost[]): ReadonlyMap<string, KnownHost> {
  const table = new Map<string, KnownHost>();
  for (const settings of hosts) {
    const name = settings.name.toLowerCase();
    if (table.has(name)) throw new RangeError(`There are two hosts ${name}`);
    const endpoints = new Map<AutodiscoverEndpoint, AutodiscoverBehaviour>();
    for (const endpoint of endpointNames) {
      const behaviour = settings.endpoints?.[endpoint];
      if (behaviour !== undefined) endpoints.set(endpoint, behaviour);
    }
    table.set(name, { settings, endpoints });
  }
  return table;
}

function placeOf(address: string): Place {
  const url = new URL(address);
  const scheme = url.protocol === 'http:' ? 'http' : 'https';
  const port = url.port === '' ? (scheme === 'http' ? 80 : 443) : Number(url.port);
  return { scheme, host: url.hostname.toLowerCase(), port };
}

function routeTo(origin: string): LoopbackRoute {
  const url = new URL(origin);
  return { port: Number(url.port), isTls: url.protocol === 'https:' };
}
