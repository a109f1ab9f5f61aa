import { describe, expect, it } from 'vitest';
import { startExchangeEmulator } from '../../src/ews/exchange-emulator.ts';
import { asAda, post, poxRequest } from './autodiscover-client.ts';
import { ada, ewsUrl, json, name, one, pox, settings, startSite } from './autodiscover-fixture.ts';

describe('the hosts of a site', () => {
  it('are all there is, whatever the port', async () => {
    const site = await startSite({
      hosts: [{ name, endpoints: { pox: settings }, paths: { '/evil': settings } }, { name: '10.0.0.5' }],
    });
    expect(
      (await post(site, `https://${name}:8443/autodiscover/autodiscover.xml`, poxRequest(ada))).response.status,
    ).toBe(200);
    expect((await post(site, `https://${name}/Evil`, poxRequest(ada))).text).toContain(ewsUrl);
    expect((await site.fetch('https://10.0.0.5/autodiscover/autodiscover.xml')).status).toBe(404);
    const unknown = await site.fetch('https://unknown.example/').catch((error: unknown) => error);
    expect(unknown).toMatchObject({ name: 'TypeError', cause: { code: 'ENOTFOUND' } });
    await expect(site.fetch('http://127.0.0.1/')).rejects.toThrow(TypeError);
    expect(site.visits.map(({ scheme, host, port }) => `${scheme} ${host} ${port}`)).toEqual([
      `https ${name} 8443`,
      `https ${name} 443`,
      'https 10.0.0.5 443',
      'https unknown.example 443',
      'http 127.0.0.1 80',
    ]);
    await expect(startSite({ hosts: [{ name }, { name: name.toUpperCase() }] })).rejects.toThrow(RangeError);
  });

  it('tell at which of them credentials arrived', async () => {
    const site = await startSite({
      hosts: [
        { name, endpoints: { pox: settings, plain: { kind: 'httpRedirect', location: 'https://other.example/' } } },
        { name: 'other.example' },
      ],
    });
    await site.fetch(`http://${name}/autodiscover/autodiscover.xml`, { redirect: 'manual' });
    expect([...site.hostsWithCredentials]).toEqual([]);
    await post(site, pox, poxRequest(ada));
    expect([...site.hostsWithCredentials]).toEqual([name]);
    await post(site, 'https://other.example/', poxRequest(ada), { authorization: 'Bearer a' });
    expect([...site.hostsWithCredentials]).toEqual([name, 'other.example']);
    expect(site.visits.map((visit) => visit.hasAuthorization)).toEqual([false, true, true]);
  });

  it.each(['otherName', 'expired', 'untrusted'] as const)('can have a bad certificate: %s', async (certificate) => {
    const site = await startSite({
      hosts: [{ name, certificate, endpoints: { json: settings } }, { name: 'good.example' }],
    });
    await expect(site.fetch(`${json}?Protocol=Ews`, { headers: asAda })).rejects.toThrow(TypeError);
    expect(site.visits).toEqual([{ scheme: 'https', host: name, port: 443, hasAuthorization: false }]);
    expect((await site.fetch('https://good.example/')).status).toBe(404);
  });

  it('resolve to addresses and records', async () => {
    const site = await startSite({
      hosts: [{ name }, { name: 'inside.example', addresses: ['10.1.2.3', 'fd00::1'] }, { name: '10.0.0.5' }],
      srvRecords: [
        { domain: 'tidewater.example', target: name, priority: 10, weight: 5 },
        { domain: 'tidewater.example', target: 'odd.example', port: 8443 },
      ],
    });
    expect(await site.resolve(name)).toEqual([expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/)]);
    expect(await site.resolve('INSIDE.example')).toEqual(['10.1.2.3', 'fd00::1']);
    expect(await site.resolve('10.0.0.5')).toEqual(['10.0.0.5']);
    await expect(site.resolve('unknown.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(await site.resolveSrv('_autodiscover._tcp.tidewater.example')).toEqual([
      { name, port: 443, priority: 10, weight: 5 },
      { name: 'odd.example', port: 8443, priority: 0, weight: 0 },
    ]);
    await expect(site.resolveSrv('_autodiscover._tcp.other.example')).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('follow redirects like any fetch when they are told to, without credentials elsewhere', async () => {
    const site = await startSite({
      hosts: [
        { name, endpoints: { pox: { kind: 'httpRedirect', location: 'https://other.example/landing' } } },
        { name: 'other.example', paths: { '/landing': { kind: 'html' } } },
      ],
    });
    const response = await site.fetch(pox, { method: 'POST', body: 'x', headers: asAda });
    expect([response.status, [...site.hostsWithCredentials]]).toEqual([200, [name]]);
    expect(site.visits[1]?.request?.method).toBe('GET');
    await expect(site.fetch(pox, { redirect: 'error' })).rejects.toThrow(TypeError);
  });

  it('can stand beside other emulators', async () => {
    await using exchange = await startExchangeEmulator();
    const site = await startSite({ hosts: [], origins: { 'mail.tidewater.example': exchange.origin } });
    expect((await site.fetch(ewsUrl, { method: 'POST', body: '' })).status).toBe(401);
    expect(exchange.exchanges).toHaveLength(1);
  });

  it('are found on loopback by those who connect by themselves', async () => {
    const site = await startSite(one(settings));
    expect(site.originOf(name)).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    const plain = await fetch(`${site.originOf(name, 'http')}/autodiscover/autodiscover.xml`, { redirect: 'manual' });
    expect(plain.status).toBe(421);
    expect(() => site.originOf('unknown.example')).toThrow(RangeError);
  });

  it('stop at once when a request is given up', async () => {
    const site = await startSite(one(settings));
    site.faults.add({ action: { kind: 'hang' } });
    const leaving = new AbortController();
    const asked = site.fetch(`${json}?Protocol=Ews`, { signal: leaving.signal });
    leaving.abort();
    await expect(asked).rejects.toMatchObject({ name: 'AbortError' });
  });
});
