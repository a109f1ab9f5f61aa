import { describe, expect, it } from 'vitest';
import type { AutodiscoverBehaviour } from '../../src/autodiscover/autodiscover-behaviour.ts';
import { asAda, post, poxRequest, soapRequest, textOf } from './autodiscover-client.ts';
import { ada, ewsUrl, json, name, one, pox, settings, soap, startSite } from './autodiscover-fixture.ts';

describe('POX', () => {
  it('answers with the URLs by protocol', async () => {
    const site = await startSite(one(settings));
    const { response, text } = await post(site, pox, poxRequest(ada));
    expect([response.status, textOf(text, 'Action')]).toEqual([200, 'settings']);
    const protocols = text.split('<Protocol>').slice(1);
    expect(protocols.map((protocol) => [textOf(protocol, 'Type'), textOf(protocol, 'EwsUrl')])).toEqual([
      ['EXCH', 'https://in.tidewater.example/e'],
      ['EXPR', ewsUrl],
      ['WEB', undefined],
    ]);
  });

  it.each<readonly [string, AutodiscoverBehaviour, readonly [string, string]]>([
    [
      'another address',
      { kind: 'redirectAddress', address: 'ada@other.example' },
      ['RedirectAddr', 'ada@other.example'],
    ],
    [
      'another URL',
      { kind: 'redirectUrl', url: 'https://other.example/x' },
      ['RedirectUrl', 'https://other.example/x'],
    ],
    ['an error', { kind: 'error', code: '500', message: 'The address is unknown.' }, ['ErrorCode', '500']],
  ])('answers 200 with %s', async (_name, behaviour, [element, value]) => {
    const site = await startSite(one(behaviour));
    const { response, text } = await post(site, pox, poxRequest(ada));
    expect([response.status, textOf(text, element)]).toEqual([200, value]);
  });

  it.each([
    ['no XML', 'hello'],
    ['a document type', `<!DOCTYPE a>${poxRequest(ada)}`],
    ['another schema', poxRequest(ada).replace('2006a', '2007')],
    ['no address', poxRequest('')],
    ['another namespace', poxRequest(ada).replace('requestschema', 'other')],
  ])('answers %s with its code 600', async (_name, body) => {
    const site = await startSite(one(settings));
    expect(textOf((await post(site, pox, body)).text, 'ErrorCode')).toBe('600');
  });
});

describe('SOAP', () => {
  it('answers the settings that there are, and an error for each other one', async () => {
    const site = await startSite(one({ kind: 'settings', ewsUrl }));
    const { response, text } = await post(site, soap, soapRequest(ada, ['ExternalEwsUrl', 'InternalEwsUrl']));
    expect(response.status).toBe(200);
    expect(text.match(/<ErrorCode>\w+/g)).toEqual([
      '<ErrorCode>NoError',
      '<ErrorCode>NoError',
      '<ErrorCode>SettingIsNotAvailable',
    ]);
    expect([textOf(text, 'Name'), textOf(text, 'Value'), textOf(text, 'SettingName')]).toEqual([
      'ExternalEwsUrl',
      ewsUrl,
      'InternalEwsUrl',
    ]);
    expect([textOf(text, 'h:MajorVersion'), textOf(text, 'h:MajorBuildNumber')]).toEqual(['15', '2562']);
  });

  it.each([
    ['response', ['ServerBusy']],
    ['user', ['NoError', 'ServerBusy']],
    ['setting', ['NoError', 'NoError', 'ServerBusy', 'ServerBusy']],
  ] as const)('has errors of the %s', async (level, codes) => {
    const site = await startSite(one({ kind: 'error', code: 'ServerBusy', level }));
    const { text } = await post(site, soap, soapRequest(ada, ['ExternalEwsUrl', 'InternalEwsUrl']));
    expect([...text.matchAll(/<ErrorCode>(\w+)/g)].map((match) => match[1])).toEqual(codes);
  });

  it.each<readonly [AutodiscoverBehaviour, string, string]>([
    [{ kind: 'redirectAddress', address: 'ada@other.example' }, 'RedirectAddress', 'ada@other.example'],
    [{ kind: 'redirectUrl', url: 'https://other.example/x' }, 'RedirectUrl', 'https://other.example/x'],
  ])('redirects inside a 200: %o', async (behaviour, code, target) => {
    const site = await startSite(one(behaviour));
    const { response, text } = await post(site, soap, soapRequest(ada, ['ExternalEwsUrl']));
    expect([response.status, textOf(text, 'RedirectTarget')]).toEqual([200, target]);
    expect(text).toContain(`<ErrorCode>${code}</ErrorCode>`);
  });

  it('refuses what is no GetUserSettings', async () => {
    const site = await startSite(one(settings));
    const request = soapRequest(ada, ['ExternalEwsUrl']);
    const withoutVersion = request.replace(/<a:RequestedServerVersion>.*?<\/a:RequestedServerVersion>/, '');
    const otherAction = request.replace('GetUserSettings<', 'GetDomainSettings<');
    for (const body of ['<a/>', otherAction, withoutVersion, soapRequest(ada, [])]) {
      expect(textOf((await post(site, soap, body)).text, 'ErrorCode')).toBe('InvalidRequest');
    }
  });

  it('tells at a GET which ways to sign in there are', async () => {
    const site = await startSite(one(settings));
    const anonymous = await site.fetch(soap);
    expect([anonymous.status, anonymous.headers.get('x-soap-enabled')]).toEqual([401, 'True']);
    const known = await site.fetch(soap, { headers: asAda });
    expect([known.status, known.headers.get('x-oauth-enabled')]).toEqual([200, 'True']);
  });
});

describe('JSON', () => {
  it('answers without a sign-in', async () => {
    const site = await startSite(one(settings));
    expect(await (await site.fetch(`${json}?Protocol=Ews`)).json()).toEqual({ Protocol: 'Ews', Url: ewsUrl });
    expect((await site.fetch(json)).status).toBe(400);
    expect((await site.fetch(`${json}?Protocol=Rest`)).status).toBe(400);
    site.setBehaviour(name, 'json', { kind: 'error', code: 'UserNotFound' });
    const refused = await site.fetch(`${json}?Protocol=Ews`);
    expect([refused.status, await refused.json()]).toEqual([
      404,
      expect.objectContaining({ ErrorCode: 'UserNotFound' }),
    ]);
    site.setBehaviour(name, 'json', undefined);
    expect((await site.fetch(`${json}?Protocol=Ews`)).status).toBe(404);
  });

  it('redirects with a count of its own', async () => {
    const site = await startSite(one({ kind: 'redirectAddress', address: 'ada@other.example' }));
    const response = await site.fetch(`${json}?Protocol=Ews&RedirectCount=2`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([
      302,
      '/autodiscover/autodiscover.json/v1.0/ada%40other.example?Protocol=Ews&RedirectCount=3',
    ]);
  });
});

describe('any endpoint', () => {
  it('asks for a sign-in, and takes anybody or those it knows', async () => {
    const site = await startSite(one(settings));
    const { response } = await post(site, pox, poxRequest(ada), {});
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      401,
      'Negotiate, NTLM, Basic realm="autodiscover"',
    ]);
    const strict = await startSite({
      hosts: [{ name, endpoints: { pox: settings }, users: [{ userName: ada, password: 'ada-secret' }] }],
    });
    expect((await post(strict, pox, poxRequest(ada))).response.status).toBe(200);
    expect((await post(strict, pox, poxRequest(ada), { authorization: 'Bearer a' })).response.status).toBe(401);
    strict.setBehaviour(name, 'pox', { kind: 'unauthorized' });
    expect((await post(strict, pox, poxRequest(ada))).response.status).toBe(401);
  });

  it.each<readonly [string, AutodiscoverBehaviour, number, RegExp]>([
    ['a page', { kind: 'html' }, 200, /^<!DOCTYPE html>/],
    [
      'an entity',
      { kind: 'doctype', ewsUrl },
      200,
      /<!DOCTYPE a \[<!ENTITY host "mail\.tidewater\.example">\]>.*https:\/\/&host;\/EWS/,
    ],
    ['anything', { kind: 'raw', status: 503, body: 'Busy' }, 503, /^Busy$/],
  ])('can answer with %s', async (_name, behaviour, status, body) => {
    const site = await startSite(one(behaviour));
    const { response, text } = await post(site, pox, poxRequest(ada));
    expect([response.status, text]).toEqual([status, expect.stringMatching(body)]);
  });

  it('can answer too much', async () => {
    const site = await startSite(one({ kind: 'oversized', ewsUrl, bytes: 3_000_000 }));
    for (const [url, body] of [
      [pox, poxRequest(ada)],
      [soap, soapRequest(ada, ['ExternalEwsUrl'])],
    ] as const) {
      const { text } = await post(site, url, body);
      expect(text.length).toBeGreaterThanOrEqual(3_000_000);
      expect(text).toContain(ewsUrl);
    }
  });

  it('can redirect by HTTP: in a circle, over many hosts, to http, odd ports and private addresses', async () => {
    const hops = Array.from({ length: 12 }, (_, at) => `hop${at}.example`);
    const path = '/autodiscover/autodiscover.xml';
    const site = await startSite({
      hosts: [
        { name, endpoints: { plain: { kind: 'httpRedirect', location: `https://hop0.example${path}` } } },
        ...hops.map((hop, at) => ({
          name: hop,
          endpoints: {
            pox: { kind: 'httpRedirect', location: at === 11 ? path : `https://hop${at + 1}.example${path}` } as const,
          },
        })),
      ],
    });
    const seen: string[] = [];
    let next = `http://${name}${path}`;
    for (let count = 0; count < 14; count += 1) {
      const response = await site.fetch(next, { redirect: 'manual' });
      expect(response.status).toBe(302);
      next = new URL(response.headers.get('location') ?? '', next).href;
      seen.push(new URL(next).host);
    }
    expect(seen).toEqual([...hops, 'hop11.example', 'hop11.example']);
  });
});
