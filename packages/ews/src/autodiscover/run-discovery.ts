import { CalendarError } from '@kalends/core';
import type { Authorization } from '@kalends/core';
import { chunksOf } from '../http/chunks-of.ts';
import { drain } from '../http/drain.ts';
import { isExchangeOnlineHost } from '../online/exchange-online.ts';
import type { AutodiscoverAnswer } from './answer.ts';
import type { Answered } from './ask.ts';
import type { Discovery, DiscoveryAttempt, DiscoveryMethod, DiscoveryQuestion, DiscoverOptions } from './discovery.ts';
import { DiscoveryContext } from './discovery-context.ts';
import { mailDomain } from './mail-domain.ts';
import { jsonQuestion, readJsonAnswer } from './json-service.ts';
import { poxRequest, readPoxAnswer } from './pox-service.ts';
import { ewsUrlRule, maxRedirects, redirectTarget } from './redirect-rules.ts';
import { bestService } from './service-records.ts';
import { readSoapAnswer, soapRequest } from './soap-service.ts';

const onlineHost = 'outlook.office365.com';

/** Something to ask. `isVouched`: the host follows from the address the search began with. */
interface Candidate {
  readonly method: DiscoveryMethod;
  readonly url: URL;
  readonly isVouched: boolean;
  readonly by: DiscoveryQuestion['by'];
  readonly from?: string;
}

/** Where a mailbox was found. */
interface Found {
  readonly ewsUrl: string;
  readonly method: DiscoveryMethod;
  readonly host: string;
}

/**
 * Searches in the documented order and ends with the first URL that keeps all rules. The order: for the domain and its
 * `autodiscover.` host the question without credentials, then SOAP, then POX; the redirect over plain HTTP; the DNS service record;
 * Exchange Online.
 */
export async function runDiscovery(options: DiscoverOptions): Promise<Discovery> {
  const context = new DiscoveryContext(options);
  const search = new Search(context);
  try {
    const found = await search.mailbox(options.address, true);
    const { attempts } = context;
    if (found === undefined) return { isFound: false, attempts };
    const isOnline = isExchangeOnlineHost(new URL(found.ewsUrl).hostname);
    return { isFound: true, ...found, location: isOnline ? 'exchangeOnline' : 'onPremises', attempts };
  } catch (error) {
    // What was learned until the time was up is worth more than the fact that it was.
    if (!context.isOutOfTime) throw context.errorOf(error);
    return { isFound: false, attempts: context.attempts };
  } finally {
    context.end();
  }
}

class Search {
  readonly #context: DiscoveryContext;
  #redirects = 0;
  readonly #visited = new Set<string>();

  constructor(context: DiscoveryContext) {
    this.#context = context;
  }

  async mailbox(address: string, isVouched: boolean, from?: string): Promise<Found | undefined> {
    this.#visited.add(address.toLowerCase());
    const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
    const hosts = [domain, `autodiscover.${domain}`];
    const common = { isVouched, by: 'redirectAddress' as const, ...(from === undefined ? {} : { from }) };
    const candidates: Candidate[] = [
      ...hosts.map((host): Candidate => ({ ...common, method: 'json', url: jsonQuestion(host, address) })),
      ...hosts.map((host): Candidate => ({ ...common, method: 'soap', url: serviceUrl(host, 'svc') })),
      ...hosts.map((host): Candidate => ({ ...common, method: 'pox', url: serviceUrl(host, 'xml') })),
    ];
    for (const candidate of candidates) {
      const found = await this.#ask(candidate, address);
      if (found !== undefined) return found;
    }
    return (
      (await this.#askPlain(`autodiscover.${domain}`, address)) ??
      (await this.#askService(domain, address)) ??
      (isVouched && this.#context.asksExchangeOnline ? this.#askOnline(address) : undefined)
    );
  }

  /** The host is written here and gets no credentials. */
  #askOnline(address: string): Promise<Found | undefined> {
    const url = jsonQuestion(onlineHost, address);
    return this.#ask({ method: 'json', url, isVouched: true, by: 'redirect' }, address);
  }

  async #ask(candidate: Candidate, address: string): Promise<Found | undefined> {
    const { method, url } = candidate;
    if (this.#visited.has(url.href) || !(await this.#mayAsk(candidate))) return undefined;
    const authorization = method === 'json' ? undefined : await this.#context.authorizationFor(url.hostname);
    if (authorization === 'notConfirmed' || (method !== 'json' && authorization === undefined)) {
      this.#note(candidate, { outcome: authorization ?? 'unauthorized' });
      return undefined;
    }
    this.#visited.add(url.href);
    const answered = await this.#send(candidate, address, authorization);
    if (answered.kind === 'error') {
      this.#note(candidate, { outcome: 'unreachable', errorCode: answered.errorCode });
      return undefined;
    }
    if (answered.kind === 'redirect') return this.#follow(candidate, answered.location, address, answered.status);
    return this.#read(candidate, answered.response, address);
  }

  #send(candidate: Candidate, address: string, authorization: Authorization | undefined): Promise<Answered> {
    const { method, url } = candidate;
    const { http, signal } = this.#context;
    if (method === 'json') return http.ask({ url, method: 'GET', signal });
    const body = method === 'soap' ? soapRequest(url, address) : poxRequest(address);
    return http.ask({ url, method: 'POST', body, authorization, signal });
  }

  async #read(candidate: Candidate, response: Response, address: string): Promise<Found | undefined> {
    const { method, url } = candidate;
    const { status } = response;
    if (status === 401) {
      await drain(response).catch(() => undefined);
      if (method !== 'json') this.#context.refusedBy(url.hostname);
      this.#note(candidate, { outcome: 'unauthorized', status });
      return undefined;
    }
    const answer = await readAnswer(method, response).catch((error: unknown) => {
      if (this.#context.signal.aborted || !CalendarError.is(error)) throw error;
      return error.code;
    });
    if (answer === undefined || typeof answer === 'string') {
      const errorCode = answer === undefined || answer === 'invalidResponse' ? {} : { errorCode: answer };
      this.#note(candidate, { outcome: 'notAutodiscover', status, ...errorCode });
      return undefined;
    }
    switch (answer.kind) {
      case 'settings':
        return this.#accept(candidate, answer.ewsUrl, status);
      case 'redirectUrl':
        return this.#follow(candidate, answer.url, address, status);
      case 'redirectAddress':
        return this.#followAddress(candidate, answer.address, status);
      default:
        this.#note(candidate, { outcome: 'failed', status, ...vendorCodeOf(answer.vendorCode) });
        return undefined;
    }
  }

  async #accept(candidate: Candidate, ewsUrl: string, status: number): Promise<Found | undefined> {
    const checked = ewsUrlRule(ewsUrl);
    if ('rule' in checked) {
      this.#note(candidate, { outcome: 'urlRefused', status, rule: checked.rule });
      return undefined;
    }
    const { url } = checked;
    // A name that cannot be resolved here may well be resolved where the URL is used.
    if ((await this.#context.addresses.check(url.hostname)) === 'refused') {
      this.#note(candidate, { outcome: 'addressRefused', status, target: url.host });
      return undefined;
    }
    this.#note(candidate, { outcome: 'found', status, target: url.host });
    return { ewsUrl: url.href, method: candidate.method, host: candidate.url.hostname };
  }

  async #follow(candidate: Candidate, location: string, address: string, status: number): Promise<Found | undefined> {
    const target = redirectTarget(location, candidate.url, candidate.method === 'json' ? 'json' : 'credentialed');
    const rule = 'rule' in target ? target.rule : this.#hopRule(target.url.href);
    if ('rule' in target || rule !== undefined) {
      this.#note(candidate, { outcome: 'redirectRefused', status, ...(rule === undefined ? {} : { rule }) });
      return undefined;
    }
    const { url } = target;
    this.#note(candidate, { outcome: 'redirected', status, target: url.host });
    const method = candidate.method === 'json' ? 'json' : url.pathname.toLowerCase().endsWith('.svc') ? 'soap' : 'pox';
    const by = candidate.method === 'plainHttp' ? 'plainHttp' : 'redirect';
    return this.#ask({ method, url, isVouched: false, by, from: candidate.url.hostname }, address);
  }

  async #followAddress(candidate: Candidate, address: string, status: number): Promise<Found | undefined> {
    const domain = mailDomain(address);
    const rule = domain === undefined ? 'url' : this.#hopRule(address.toLowerCase());
    if (domain === undefined || rule !== undefined) {
      this.#note(candidate, { outcome: 'redirectRefused', status, rule: rule ?? 'url' });
      return undefined;
    }
    this.#note(candidate, { outcome: 'redirected', status, target: domain });
    return this.mailbox(address, false, candidate.url.hostname);
  }

  #hopRule(target: string): 'visited' | 'hops' | undefined {
    if (this.#visited.has(target)) return 'visited';
    this.#redirects += 1;
    return this.#redirects > maxRedirects ? 'hops' : undefined;
  }

  async #askPlain(host: string, address: string): Promise<Found | undefined> {
    const url = new URL(`http://${host}/autodiscover/autodiscover.xml`);
    const candidate: Candidate = { method: 'plainHttp', url, isVouched: true, by: 'plainHttp' };
    if (!(await this.#context.agrees({ kind: 'plainHttp', host, by: 'plainHttp' }))) {
      this.#note(candidate, { outcome: 'notConfirmed' });
      return undefined;
    }
    if (!(await this.#hasAllowedAddress(candidate))) return undefined;
    const answered = await this.#context.http.askPlain(url, this.#context.signal);
    if (answered.kind === 'redirect') return this.#follow(candidate, answered.location, address, answered.status);
    this.#note(
      candidate,
      answered.kind === 'error'
        ? { outcome: 'unreachable', errorCode: answered.errorCode }
        : { outcome: 'notAutodiscover', status: answered.response.status },
    );
    return undefined;
  }

  async #askService(domain: string, address: string): Promise<Found | undefined> {
    const target = await bestService(this.#context.resolver, domain);
    this.#context.throwIfEnded();
    if (target === undefined) return undefined;
    const candidate: Candidate = { method: 'srv', url: serviceUrl(target, 'xml'), isVouched: false, by: 'srv' };
    const rule = this.#hopRule(candidate.url.href);
    if (rule !== undefined) {
      this.#note(candidate, { outcome: 'redirectRefused', rule });
      return undefined;
    }
    return this.#ask({ ...candidate, method: 'pox' }, address);
  }

  /** Whether the host may be asked at all: by the caller, and by its addresses. */
  async #mayAsk(candidate: Candidate): Promise<boolean> {
    const host = candidate.url.hostname;
    const { by, from, isVouched } = candidate;
    const question: DiscoveryQuestion = { kind: 'host', host, by, ...(from === undefined ? {} : { from }) };
    if (!isVouched && !this.#context.isVouched(host) && !(await this.#context.agrees(question))) {
      this.#note(candidate, { outcome: 'notConfirmed' });
      return false;
    }
    return this.#hasAllowedAddress(candidate);
  }

  async #hasAllowedAddress(candidate: Candidate): Promise<boolean> {
    const verdict = await this.#context.addresses.check(candidate.url.hostname);
    this.#context.throwIfEnded();
    if (verdict === 'allowed') return true;
    this.#note(
      candidate,
      verdict === 'refused' ? { outcome: 'addressRefused' } : { outcome: 'unreachable', errorCode: 'networkError' },
    );
    return false;
  }

  #note(candidate: Candidate, attempt: Omit<DiscoveryAttempt, 'method' | 'host'>): void {
    this.#context.attempts.push({ method: candidate.method, host: candidate.url.hostname, ...attempt });
  }
}

async function readAnswer(method: DiscoveryMethod, response: Response): Promise<AutodiscoverAnswer | undefined> {
  if (method === 'json') {
    const text = await response.text();
    return readJsonAnswer(text);
  }
  if (response.status !== 200) {
    await drain(response);
    return undefined;
  }
  return method === 'soap' ? readSoapAnswer(chunksOf(response)) : readPoxAnswer(chunksOf(response));
}

function serviceUrl(host: string, kind: 'svc' | 'xml'): URL {
  return new URL(`https://${host}/autodiscover/autodiscover.${kind}`);
}

function vendorCodeOf(code: string | undefined): { vendorCode?: string } {
  return code !== undefined && /^\w{1,64}$/.test(code) ? { vendorCode: code } : {};
}
