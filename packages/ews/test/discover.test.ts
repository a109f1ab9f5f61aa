import { Secret } from '@kalends/core';
import type { Authorization, AuthorizationSource } from '@kalends/core';
import {
  conformanceCompany,
  conformanceNow,
  manualClock,
  startAutodiscoverEmulator,
  startExchangeEmulator,
} from '@kalends/testing';
import type {
  AutodiscoverBehaviour,
  AutodiscoverEmulator,
  AutodiscoverEmulatorOptions,
  AutodiscoverHost,
} from '@kalends/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { discover, ews, passwordAuthorization } from '../src/index.ts';
import type { Discovery, DiscoveryAttempt, DiscoveryQuestion, DiscoverOptions } from '../src/index.ts';

const address = 'ada@tidewater.example';
const ewsUrl = 'https://mail.tidewater.example/EWS/Exchange.asmx';
const users = [{ userName: address, password: 'ada-password-9c1f' }];
const authorization = passwordAuthorization({
  username: new Secret(address),
  password: new Secret('ada-password-9c1f'),
});
const mail: AutodiscoverHost = { name: 'mail.tidewater.example' };
const running: AsyncDisposable[] = [];

afterEach(async () => {
  for (const one of running.splice(0).toReversed()) await one[Symbol.asyncDispose]();
});

async function site(
  hosts: readonly AutodiscoverHost[],
  more: AutodiscoverEmulatorOptions = {},
): Promise<AutodiscoverEmulator> {
  const emulator = await startAutodiscoverEmulator({ hosts: [mail, ...hosts], ...more });
  running.push(emulator);
  return emulator;
}

const search = (emulator: AutodiscoverEmulator, options: Partial<DiscoverOptions> = {}): Promise<Discovery> =>
  discover({ address, authorization, runtime: { fetch: emulator.fetch }, resolver: emulator, ...options });

const own = (endpoints: AutodiscoverHost['endpoints'] = {}): AutodiscoverHost => ({
  name: 'autodiscover.tidewater.example',
  endpoints,
  users,
});

const settings: AutodiscoverBehaviour = { kind: 'settings', ewsUrl };
const redirectTo = (url: string): AutodiscoverBehaviour => ({ kind: 'redirectUrl', url });

function attempt(discovery: Discovery, outcome: DiscoveryAttempt['outcome']): DiscoveryAttempt | undefined {
  return discovery.attempts.find((one) => one.outcome === outcome);
}

describe('discover', () => {
  it('asks without credentials first', async () => {
    const emulator = await site([own({ json: settings, soap: settings })]);
    const discovery = await search(emulator);
    expect(discovery).toMatchObject({
      isFound: true,
      ewsUrl,
      location: 'onPremises',
      method: 'json',
      host: 'autodiscover.tidewater.example',
    });
    expect(discovery.attempts).toEqual([
      { method: 'json', host: 'tidewater.example', outcome: 'unreachable', errorCode: 'networkError' },
      {
        method: 'json',
        host: 'autodiscover.tidewater.example',
        outcome: 'found',
        status: 200,
        target: 'mail.tidewater.example',
      },
    ]);
    expect(emulator.hostsWithCredentials.size).toBe(0);
    expect(emulator.visits[0]?.request?.path).toBe('/autodiscover/autodiscover.json/v1.0/ada%40tidewater.example');
  });

  it.each(['soap', 'pox'] as const)('asks by %s with credentials', async (method) => {
    const emulator = await site([own({ [method]: settings })]);
    expect(await search(emulator)).toMatchObject({ isFound: true, ewsUrl, method });
    expect([...emulator.hostsWithCredentials]).toEqual(['autodiscover.tidewater.example']);
  });

  it.each(['soap', 'pox'] as const)('asks by %s with nothing that an address adds to the XML', async (method) => {
    const odd = `o'neil&amp;"x@tidewater.example`;
    const emulator = await site([own({ [method]: settings })]);
    await search(emulator, { address: odd });
    const bodies = emulator.visits.flatMap(({ request }) => (request?.method === 'POST' ? [request.body] : []));
    expect(bodies.length).toBeGreaterThan(0);
    for (const body of bodies) expect(body).toContain(">o'neil&amp;amp;&quot;x@tidewater.example</");
  });

  it('prefers the URL from outside and takes the one from inside when there is no other', async () => {
    const inside: AutodiscoverBehaviour = { kind: 'settings', internalEwsUrl: ewsUrl };
    for (const method of ['soap', 'pox'] as const) {
      const both = { ...settings, internalEwsUrl: 'https://inside.tidewater.example/EWS/Exchange.asmx' };
      expect(await search(await site([own({ [method]: both })]))).toMatchObject({ ewsUrl });
      expect(await search(await site([own({ [method]: inside })]))).toMatchObject({ ewsUrl });
    }
  });

  it('ends with a URL that works', async () => {
    const exchange = await startExchangeEmulator({ clock: manualClock(conformanceNow), company: conformanceCompany });
    running.push(exchange);
    const emulator = await site([own({ json: settings })], { origins: { 'mail.tidewater.example': exchange.origin } });
    const discovery = await search(emulator);
    if (!discovery.isFound) throw new TypeError('not found');
    const provider = ews({ url: discovery.ewsUrl, runtime: { fetch: emulator.fetch } });
    const credential = await provider.signIn.verify({ username: address, password: 'ada-password-9c1f' });
    expect(credential.account.address).toBe(address);
  });

  it('says where the mailbox lives, and asks Exchange Online last', async () => {
    const online: AutodiscoverHost = {
      name: 'outlook.office365.com',
      endpoints: { json: { kind: 'settings', ewsUrl: 'https://outlook.office365.com/EWS/Exchange.asmx' } },
    };
    const emulator = await site([own(), online]);
    expect(await search(emulator)).toMatchObject({
      isFound: true,
      location: 'exchangeOnline',
      host: 'outlook.office365.com',
    });
    expect(emulator.hostsWithCredentials.has('outlook.office365.com')).toBe(false);
    const visits = emulator.visits.length;
    expect((await search(emulator, { asksExchangeOnline: false })).isFound).toBe(false);
    expect(emulator.visits.slice(visits).map(({ host }) => host)).not.toContain('outlook.office365.com');
  });

  it('goes on after a refusal, and does not let one host count a wrong password twice', async () => {
    const emulator = await site([
      { name: 'tidewater.example', endpoints: { soap: { kind: 'unauthorized' }, pox: { kind: 'unauthorized' } } },
      own({ pox: settings }),
    ]);
    const discovery = await search(emulator);
    expect(discovery).toMatchObject({ isFound: true, method: 'pox' });
    const refusing = emulator.visits.filter(
      ({ host, hasAuthorization }) => host === 'tidewater.example' && hasAuthorization,
    );
    expect(refusing).toHaveLength(1);
    expect(attempt(discovery, 'unauthorized')).toMatchObject({ method: 'soap', status: 401 });
  });

  it('sends nothing that has to be authorized without an authorization', async () => {
    const emulator = await site([own({ soap: settings })]);
    const discovery = await discover({ address, runtime: { fetch: emulator.fetch }, resolver: emulator });
    expect(discovery.isFound).toBe(false);
    expect(new Set(emulator.visits.map(({ request }) => request?.method))).not.toContain('POST');
    expect(attempt(discovery, 'unauthorized')).toMatchObject({ method: 'soap' });
  });

  it('sends a token to hosts alone that the caller agrees to, those of the address included', async () => {
    const emulator = await site([{ name: 'autodiscover.tidewater.example', endpoints: { soap: settings } }]);
    const bearer: Authorization = { kind: 'bearer', token: new Secret('token-1'), expiresAtMs: 0 };
    const source = { get: () => Promise.resolve(bearer), replace: () => Promise.resolve(bearer) };
    const refused = await search(emulator, { authorization: source });
    expect(refused.isFound).toBe(false);
    expect(attempt(refused, 'notConfirmed')).toMatchObject({ method: 'soap', host: 'autodiscover.tidewater.example' });
    expect(emulator.hostsWithCredentials.size).toBe(0);
    const questions: DiscoveryQuestion[] = [];
    const onRedirect = (question: DiscoveryQuestion): boolean => {
      questions.push(question);
      return true;
    };
    expect(await search(emulator, { authorization: source, onRedirect })).toMatchObject({ isFound: true });
    expect(questions).toEqual([{ kind: 'host', host: 'autodiscover.tidewater.example', by: 'address' }]);
    expect(emulator.visits.find(({ hasAuthorization }) => hasAuthorization)?.request?.headers['authorization']).toBe(
      'Bearer token-1',
    );
  });
});

describe('a password', () => {
  const service = (userName: string): { host: AutodiscoverHost; authorization: AuthorizationSource } => ({
    host: { ...own({ soap: settings }), users: [{ userName, password: 'svc-password-1' }] },
    authorization: passwordAuthorization({ username: new Secret(userName), password: new Secret('svc-password-1') }),
  });

  it.each(['svc', 'TIDEWATER\\svc', 'svc@TideWater.example'])(
    'of %s is sent to the hosts of the address',
    async (name) => {
      const { host, authorization: source } = service(name);
      expect((await search(await site([host]), { authorization: source })).isFound).toBe(true);
    },
  );

  it.each(['svc@other.example', 'svc@xtidewater.example', 'svc@sub.tidewater.example'])(
    'of %s is not, unless the caller agrees: an address can be chosen by whoever wants the password',
    async (name) => {
      const { host, authorization: source } = service(name);
      const emulator = await site([host]);
      const refused = await search(emulator, { authorization: source });
      expect(refused.isFound).toBe(false);
      expect(attempt(refused, 'notConfirmed')).toMatchObject({ host: 'autodiscover.tidewater.example' });
      expect(emulator.hostsWithCredentials.size).toBe(0);
      const onRedirect = ({ by }: DiscoveryQuestion): boolean => by === 'address';
      expect((await search(emulator, { authorization: source, onRedirect })).isFound).toBe(true);
    },
  );
});

describe('a redirect', () => {
  const elsewhere = (pox: AutodiscoverBehaviour): AutodiscoverHost => ({
    name: 'elsewhere.example',
    endpoints: { pox },
  });
  const target = 'https://elsewhere.example/autodiscover/autodiscover.xml';

  it('is not followed, and the host gets nothing, unless the caller agrees', async () => {
    const emulator = await site([own({ pox: redirectTo(target) }), elsewhere(settings)]);
    const discovery = await search(emulator);
    expect(discovery.isFound).toBe(false);
    expect(attempt(discovery, 'notConfirmed')).toEqual({
      method: 'pox',
      host: 'elsewhere.example',
      outcome: 'notConfirmed',
    });
    expect(emulator.visits.map(({ host }) => host)).not.toContain('elsewhere.example');
  });

  it('is asked about once, with all that helps to decide', async () => {
    const questions: DiscoveryQuestion[] = [];
    const emulator = await site([own({ soap: redirectTo(target), pox: redirectTo(target) }), elsewhere(settings)]);
    const onRedirect = (question: DiscoveryQuestion): boolean => {
      questions.push(question);
      return question.kind === 'host';
    };
    expect(await search(emulator, { onRedirect })).toMatchObject({ isFound: true, host: 'elsewhere.example' });
    expect(questions).toEqual([
      { kind: 'host', host: 'elsewhere.example', by: 'redirect', from: 'autodiscover.tidewater.example' },
    ]);
    expect(emulator.hostsWithCredentials).toEqual(new Set(['autodiscover.tidewater.example', 'elsewhere.example']));
  });

  it.each<[string, string, string]>([
    ['plain HTTP', 'http://elsewhere.example/autodiscover/autodiscover.xml', 'https'],
    ['another port', 'https://elsewhere.example:8443/autodiscover/autodiscover.xml', 'port'],
    ['another path', 'https://elsewhere.example/owa/auth.aspx', 'path'],
    ['a path in the query', 'https://elsewhere.example/x?/autodiscover/autodiscover.xml', 'path'],
    ['a path with dots', 'https://elsewhere.example/autodiscover/../x.xml', 'path'],
    ['credentials in the URL', 'https://a:b@elsewhere.example/autodiscover/autodiscover.xml', 'credentials'],
    ['no URL', 'https://', 'url'],
    ['itself', 'https://autodiscover.tidewater.example/autodiscover/autodiscover.xml', 'visited'],
  ])('to %s is refused', async (_name, url, rule) => {
    const emulator = await site([own({ pox: { kind: 'httpRedirect', location: url } }), elsewhere(settings)]);
    const discovery = await search(emulator, { onRedirect: () => true });
    expect(attempt(discovery, 'redirectRefused')).toMatchObject({ method: 'pox', rule });
    expect([...emulator.hostsWithCredentials]).toEqual(['autodiscover.tidewater.example']);
  });

  it('may be relative', async () => {
    const emulator = await site([
      {
        ...own({ pox: { kind: 'httpRedirect', location: '/autodiscover/other.xml' } }),
        paths: { '/autodiscover/other.xml': settings },
      },
    ]);
    expect(await search(emulator)).toMatchObject({ isFound: true, method: 'pox' });
  });

  it('is followed ten times and no further', async () => {
    const chain = (length: number): Record<string, AutodiscoverBehaviour> =>
      Object.fromEntries(
        Array.from({ length }, (_none, index) => [
          `/autodiscover/${index}.xml`,
          index + 1 === length
            ? settings
            : redirectTo(`https://autodiscover.tidewater.example/autodiscover/${index + 1}.xml`),
        ]),
      );
    const start = redirectTo('https://autodiscover.tidewater.example/autodiscover/0.xml');
    const ten = await search(await site([{ ...own({ pox: start }), paths: chain(10) }]));
    expect(ten.isFound).toBe(true);
    const eleven = await search(await site([{ ...own({ pox: start }), paths: chain(11) }]));
    expect(eleven.isFound).toBe(false);
    expect(attempt(eleven, 'redirectRefused')).toMatchObject({ rule: 'hops' });
  });

  it('to another address starts over there, when the caller agrees', async () => {
    const hybrid: AutodiscoverHost = { name: 'autodiscover.tidewater.cloud.example', endpoints: { soap: settings } };
    for (const method of ['soap', 'pox'] as const) {
      const moved: AutodiscoverBehaviour = { kind: 'redirectAddress', address: 'ada@tidewater.cloud.example' };
      const emulator = await site([own({ [method]: moved }), hybrid]);
      expect((await search(emulator)).isFound).toBe(false);
      expect(emulator.visits.map(({ host }) => host)).not.toContain('autodiscover.tidewater.cloud.example');
      const onRedirect = ({ kind, by }: DiscoveryQuestion): boolean => kind === 'host' && by === 'redirectAddress';
      expect(await search(emulator, { onRedirect })).toMatchObject({ isFound: true, host: hybrid.name });
    }
  });

  it('to an address that nobody can have is refused', async () => {
    for (const moved of ['ada@1.2.3.4.5', 'ada@127.0.0.1', 'ada', 'a b@elsewhere.example']) {
      const emulator = await site([own({ soap: { kind: 'redirectAddress', address: moved } })]);
      const discovery = await search(emulator, { onRedirect: () => true });
      expect(attempt(discovery, 'redirectRefused')).toMatchObject({ method: 'soap', rule: 'url' });
    }
  });

  it('between two addresses ends', async () => {
    const back: AutodiscoverBehaviour = { kind: 'redirectAddress', address };
    const emulator = await site([
      own({ soap: { kind: 'redirectAddress', address: 'ada@tidewater.cloud.example' } }),
      { name: 'autodiscover.tidewater.cloud.example', endpoints: { soap: back } },
    ]);
    const discovery = await search(emulator, { onRedirect: () => true });
    expect(discovery.isFound).toBe(false);
    expect(attempt(discovery, 'redirectRefused')).toMatchObject({ rule: 'visited' });
  });
});

describe('plain HTTP', () => {
  const target = 'https://autodiscover-s.outlook.example/autodiscover/autodiscover.xml';
  const host: AutodiscoverHost = {
    ...own({ plain: { kind: 'httpRedirect', location: target } }),
    certificate: 'otherName',
  };
  const hosted: AutodiscoverHost = { name: 'autodiscover-s.outlook.example', endpoints: { pox: settings } };

  it('is not used unless the caller agrees', async () => {
    const emulator = await site([host, hosted]);
    const discovery = await search(emulator);
    expect(attempt(discovery, 'notConfirmed')).toMatchObject({ method: 'plainHttp' });
    expect(emulator.visits.filter(({ scheme }) => scheme === 'http')).toEqual([]);
  });

  it('carries nothing secret, and where it leads is asked about again', async () => {
    const questions: string[] = [];
    const emulator = await site([host, hosted]);
    const discovery = await search(emulator, {
      onRedirect: (question) => {
        questions.push(`${question.kind} ${question.host} ${question.by}`);
        return true;
      },
    });
    expect(discovery).toMatchObject({ isFound: true, host: 'autodiscover-s.outlook.example', method: 'pox' });
    expect(questions).toEqual([
      'plainHttp autodiscover.tidewater.example plainHttp',
      'host autodiscover-s.outlook.example plainHttp',
    ]);
    expect([...emulator.hostsWithCredentials]).toEqual(['autodiscover-s.outlook.example']);
    expect(emulator.visits.filter(({ scheme }) => scheme === 'http')).toMatchObject([
      { hasAuthorization: false, request: { method: 'GET' } },
    ]);
  });

  it('counts for a redirect only', async () => {
    const emulator = await site([{ ...own({ plain: settings }), certificate: 'expired' }]);
    const discovery = await search(emulator, { onRedirect: () => true });
    expect(discovery.isFound).toBe(false);
    expect(discovery.attempts).toContainEqual({
      method: 'plainHttp',
      host: 'autodiscover.tidewater.example',
      outcome: 'notAutodiscover',
      status: 401,
    });
    expect(attempt(discovery, 'unreachable')?.errorCode).toBeDefined();
  });
});

describe('the DNS service record', () => {
  const srvRecords = [
    { domain: 'tidewater.example', target: 'odd-port.example', port: 8443, priority: 0 },
    { domain: 'tidewater.example', target: '1.2.3.4.5', priority: 0 },
    { domain: 'tidewater.example', target: '2130706433', priority: 0 },
    { domain: 'tidewater.example', target: 'late.example', priority: 20 },
    { domain: 'tidewater.example', target: 'light.example', priority: 10, weight: 1 },
    { domain: 'tidewater.example', target: 'hosted.example', priority: 10, weight: 60 },
  ];

  it('names the best host over TLS, which the caller has to confirm', async () => {
    const emulator = await site([{ name: 'hosted.example', endpoints: { pox: settings } }], { srvRecords });
    const questions: DiscoveryQuestion[] = [];
    const onRedirect = (question: DiscoveryQuestion): boolean => {
      questions.push(question);
      return question.by === 'srv';
    };
    expect(await search(emulator, { onRedirect })).toMatchObject({ isFound: true, host: 'hosted.example' });
    expect(questions.at(-1)).toEqual({ kind: 'host', host: 'hosted.example', by: 'srv' });
    expect((await search(emulator)).isFound).toBe(false);
  });
});

describe('addresses', () => {
  it('inside a company are refused for hosts that are asked', async () => {
    const emulator = await site([{ ...own({ json: settings }), addresses: ['203.0.114.7', '10.0.0.5'] }]);
    const discovery = await search(emulator);
    expect(attempt(discovery, 'addressRefused')).toEqual({
      method: 'json',
      host: 'autodiscover.tidewater.example',
      outcome: 'addressRefused',
    });
    expect(emulator.visits.map(({ host }) => host)).not.toContain('autodiscover.tidewater.example');
    const privateHosts = ['Autodiscover.tidewater.example'];
    expect((await search(emulator, { privateHosts })).isFound).toBe(true);
  });

  it.each([
    'https://169.254.169.254/EWS/Exchange.asmx',
    'https://[::1]/EWS/Exchange.asmx',
    'https://inside.example/EWS/Exchange.asmx',
  ])('inside a company are refused for the URL that comes out: %s', async (inside) => {
    const emulator = await site([
      own({ json: { kind: 'settings', ewsUrl: inside } }),
      { name: 'inside.example', addresses: ['192.168.1.7'] },
    ]);
    const discovery = await search(emulator);
    expect(discovery.isFound).toBe(false);
    expect(attempt(discovery, 'addressRefused')).toMatchObject({ status: 200 });
  });

  it('inside a company are refused for redirects, whatever the caller agrees to', async () => {
    const emulator = await site([own({ pox: redirectTo('https://127.0.0.1/autodiscover/autodiscover.xml') })]);
    const discovery = await search(emulator, { onRedirect: () => true });
    expect(attempt(discovery, 'addressRefused')).toMatchObject({ host: '127.0.0.1' });
    expect(emulator.hostsWithCredentials.has('127.0.0.1')).toBe(false);
  });
});

describe('answers', () => {
  const secure = (behaviour: AutodiscoverBehaviour): AutodiscoverHost =>
    own({ soap: behaviour, pox: behaviour, ...(behaviour.kind === 'doctype' ? {} : { json: behaviour }) });

  it.each<[string, AutodiscoverBehaviour]>([
    ['of a web page', { kind: 'html' }],
    ['with a document type', { kind: 'doctype', ewsUrl }],
    ['with another status', { kind: 'raw', status: 500, body: 'x' }],
    ['that are empty', { kind: 'raw', status: 200, body: '' }],
  ])('%s are none', async (_name, behaviour) => {
    const discovery = await search(await site([secure(behaviour)]));
    expect(discovery.isFound).toBe(false);
    const asked = discovery.attempts.filter(({ host }) => host === 'autodiscover.tidewater.example');
    expect(asked.slice(0, 3).map(({ outcome }) => outcome)).toEqual(Array.from({ length: 3 }, () => 'notAutodiscover'));
  });

  it('that are too large are given up', async () => {
    const discovery = await search(await site([own({ pox: { kind: 'oversized', ewsUrl, bytes: 300_000 } })]));
    expect(discovery.isFound).toBe(false);
    expect(discovery.attempts.map(({ errorCode }) => errorCode)).toContain('responseTooLarge');
  });

  it.each(['response', 'user', 'setting'] as const)('tell an error of the %s', async (level) => {
    const failing: AutodiscoverBehaviour = { kind: 'error', code: 'InvalidUser', level, message: 'CANARY' };
    const discovery = await search(await site([own({ soap: failing })]));
    expect(discovery.isFound).toBe(false);
    expect(attempt(discovery, 'failed')).toMatchObject({ method: 'soap', vendorCode: 'InvalidUser' });
    expect(JSON.stringify(discovery)).not.toContain('CANARY');
  });

  it('tell an error in plain XML and JSON', async () => {
    const discovery = await search(
      await site([own({ json: { kind: 'error', code: 'MailboxNotFound' }, pox: { kind: 'error', code: '500' } })]),
    );
    const failed = discovery.attempts.filter(({ outcome }) => outcome === 'failed');
    expect(failed.map(({ method, vendorCode }) => [method, vendorCode])).toEqual([
      ['json', 'MailboxNotFound'],
      ['pox', '500'],
    ]);
  });

  it.each([
    ['http://mail.tidewater.example/EWS/Exchange.asmx', 'https'],
    ['https://mail.tidewater.example/owa', 'path'],
    ['https://a:b@mail.tidewater.example/EWS/Exchange.asmx', 'credentials'],
    ['mail', 'url'],
  ])('with the URL %s are refused', async (url, rule) => {
    const discovery = await search(await site([own({ json: { kind: 'settings', ewsUrl: url } })]));
    expect(attempt(discovery, 'urlRefused')).toMatchObject({ rule });
  });
});

describe('limits of time', () => {
  const never = (): Promise<Response> => new Promise<Response>(() => undefined);
  const resolver = {
    resolve: () => Promise.resolve(['93.184.215.14']),
    resolveSrv: () => Promise.reject(new Error('none')),
  };
  const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

  it('end a host that says nothing, and in the end the whole search', async () => {
    const clock = manualClock(conformanceNow);
    const result = discover({
      address,
      authorization,
      resolver,
      runtime: { fetch: never, clock },
      totalTimeoutMs: 25_000,
    });
    for (let second = 0; second < 26; second += 1) {
      for (let turn = 0; turn < 10; turn += 1) await nextTurn();
      await clock.advance(1_000);
    }
    const { isFound, attempts } = await result;
    expect(isFound).toBe(false);
    expect(attempts.map(({ outcome, errorCode }) => [outcome, errorCode])).toEqual([
      ['unreachable', 'timeout'],
      ['unreachable', 'timeout'],
    ]);
  });

  it.each<[string, Partial<DiscoverOptions>]>([
    ['somebody who was asked and thinks', { onRedirect: () => new Promise<boolean>(() => undefined) }],
    ['a resolver', { resolver: { ...resolver, resolve: () => new Promise<string[]>(() => undefined) } }],
    ['service records', { resolver: { ...resolver, resolveSrv: () => new Promise<[]>(() => undefined) } }],
  ])('end the waiting for %s', async (_name, options) => {
    const clock = manualClock(conformanceNow);
    const common = { address, authorization, resolver, asksExchangeOnline: false, ...options };
    const fetch = (): Promise<Response> => Promise.resolve(new Response('', { status: 404 }));
    const result = discover({ ...common, runtime: { fetch, clock } });
    const controller = new AbortController();
    const left = discover({ ...common, runtime: { fetch, clock }, signal: controller.signal });
    left.catch(() => undefined);
    for (let turn = 0; turn < 200; turn += 1) await nextTurn();
    controller.abort();
    await expect(left).rejects.toMatchObject({ code: 'aborted', operation: 'discover' });
    await clock.advance(60_000);
    const { isFound, attempts } = await result;
    expect(isFound).toBe(false);
    expect(attempts.map(({ outcome }) => outcome)).not.toContain('unreachable');
  });

  it('end with the caller’s signal', async () => {
    const controller = new AbortController();
    const result = discover({ address, authorization, resolver, runtime: { fetch: never }, signal: controller.signal });
    result.catch(() => undefined);
    await nextTurn();
    controller.abort();
    await expect(result).rejects.toMatchObject({ code: 'aborted', operation: 'discover' });
  });
});

describe('options', () => {
  it.each<[string, object]>([
    ['no address', {}],
    ['an address without a domain', { address: 'ada' }],
    ['an address with a path for a domain', { address: 'ada@x/y' }],
    ['a number for a domain, which is an IP address', { address: 'ada@2130706433' }],
    ['an IP address for a domain', { address: 'ada@93.184.215.14' }],
    ['a domain that is none', { address: 'ada@1.2.3.4.5' }],
    ['half a character', { address: 'a\ud800@tidewater.example' }],
    ['an unknown option', { address, password: 'x' }],
    ['no function', { address, onRedirect: true }],
    ['no time', { address, timeoutMs: 0 }],
    ['NTLM over an own fetch', { address, authentication: 'ntlm', runtime: { fetch } }],
  ])('with %s are refused', async (_name, options) => {
    // What a program without type checks can pass.
    await expect(discover(options as DiscoverOptions)).rejects.toMatchObject({ code: 'invalidArgument' });
  });
});
