import { describe, expect, test } from 'vitest';
import { systemClock } from '../runtime/default-runtime.ts';
import type { Fetch } from '../runtime/runtime.ts';
import { checkWebhookUrl } from './check-webhook-url.ts';
import type { CheckWebhookUrlOptions } from './check-webhook-url.ts';

const answering: Fetch = () => Promise.resolve(new Response('no such page', { status: 404 }));

function failing(code: string): Fetch {
  return () => Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) }));
}

function check(
  webhookUrl: string,
  more: Partial<NonNullable<CheckWebhookUrlOptions['probe']>> &
    Partial<Pick<CheckWebhookUrlOptions, 'calledFrom'>> = {},
) {
  const { calledFrom = 'internet', ...probe } = more;
  return checkWebhookUrl({
    webhookUrl,
    service: 'Google',
    calledFrom,
    probe: { fetch: answering, clock: systemClock, ...probe },
  });
}

describe('checkWebhookUrl', () => {
  test.each([
    ['hooks', 'not an absolute URL'],
    ['http://hooks.example.com/', 'not https:'],
    ['https://user:canary@hooks.example.com/', 'user name or password'],
    ['https://hooks.example.com/#here', 'fragment'],
    ['https://localhost/hooks', 'the machine itself'],
    ['https://127.0.0.1/hooks', 'the machine itself'],
    ['https://10.1.2.3/', 'not on the internet'],
    ['https://172.20.0.1/', 'not on the internet'],
    ['https://169.254.169.254/', 'not on the internet'],
    ['https://[fd00::1]/', 'not on the internet'],
    ['https://[::ffff:10.0.0.1]/', 'not on the internet'],
    ['https://server/hooks', 'not on the internet'],
    ['https://server.local/hooks', 'not on the internet'],
  ])('%s: %s, and nothing is sent', async (webhookUrl, problem) => {
    const fetch: Fetch = () => Promise.reject(new Error('not to be sent'));
    const [found] = await check(webhookUrl, { fetch });
    expect(found).toMatchObject({ code: 'webhookUnreachable', severity: 'error' });
    expect(found?.message).toContain(problem);
    expect(JSON.stringify(found)).not.toContain('canary');
  });

  test('a server of one’s own may call within its network', async () => {
    expect(await check('https://10.1.2.3/hooks', { calledFrom: 'network' })).toEqual([]);
    expect(await check('https://localhost/hooks', { calledFrom: 'network' })).toHaveLength(1);
  });

  test('whatever is answered, somebody is there, and nothing but the address was told them', async () => {
    const sent: RequestInit[] = [];
    const fetch: Fetch = (input, init) => {
      sent.push({ ...init });
      return answering(input);
    };
    expect(await check('https://hooks.example.com/hooks?channel=1', { fetch })).toEqual([]);
    expect(sent).toHaveLength(1);
    expect([...new Headers(sent[0]?.headers).keys()]).toEqual([]);
    const redirect: Fetch = () =>
      Promise.resolve(new Response(null, { status: 302, headers: { location: 'https://elsewhere.example/' } }));
    expect(await check('https://hooks.example.com/', { fetch: redirect })).toEqual([]);
  });

  test.each([
    ['ENOTFOUND', 'warning', 'networkError'],
    ['ECONNREFUSED', 'warning', 'networkError'],
    ['CERT_HAS_EXPIRED', 'error', 'tlsError'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'error', 'tlsError'],
  ])('%s is a finding: %s', async (failure, severity, code) => {
    const found = await check('https://hooks.example.com/', { fetch: failing(failure) });
    expect(found).toMatchObject([{ severity, evidence: { host: 'hooks.example.com', code } }]);
  });

  test('looks at the form alone when it is not asked to probe', async () => {
    const look = (webhookUrl: string) => checkWebhookUrl({ webhookUrl, service: 'Google', calledFrom: 'internet' });
    expect(await look('https://hooks.example.com/')).toEqual([]);
    expect(await look('http://hooks.example.com/')).toHaveLength(1);
  });

  test('ends with its signal', async () => {
    const signal = AbortSignal.abort();
    await expect(check('https://hooks.example.com/', { signal })).rejects.toMatchObject({ code: 'aborted' });
  });
});
