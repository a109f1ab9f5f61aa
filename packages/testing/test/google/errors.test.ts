import { describe, expect, it } from 'vitest';
import { googleFaults } from '../../src/google/google-faults.ts';
import { calendarScope, startKit } from './google-kit.ts';
import type { ErrorBody, Kit } from './google-kit.ts';

const scope = (name: string): string => `https://www.googleapis.com/auth/${name}`;

async function as(
  kit: Kit,
  scopes: readonly string[],
  path: string,
): Promise<{ status: number; headers: Headers; body: ErrorBody }> {
  const { accessToken } = kit.emulator.issueTokens({ person: 'ada', scopes });
  const { status, headers, body } = await kit.api<ErrorBody>(
    path,
    {},
    { headers: { authorization: `Bearer ${accessToken}` } },
  );
  return { status, headers, body };
}

describe('access', () => {
  it.each([[''], ['Bearer nonsense'], ['Basic YTpi']])('is refused to "%s"', async (authorization) => {
    await using kit = await startKit();
    const { status, headers, body } = await kit.api<ErrorBody>('colors', {}, { headers: { authorization } });
    expect(status).toBe(401);
    expect(headers.get('www-authenticate')).toContain('Bearer');
    expect(body.error).toMatchObject({
      code: 401,
      message: 'Invalid Credentials',
      errors: [{ domain: 'global', reason: 'authError', locationType: 'header', location: 'Authorization' }],
    });
  });

  it.each([
    ['calendar.events', { events: 200, list: 403, calendar: 403, settings: 403, colors: 403 }],
    ['calendar.events.readonly', { events: 200, list: 403, calendar: 403, settings: 403, colors: 403 }],
    ['calendar.calendarlist.readonly', { events: 403, list: 200, calendar: 403, settings: 403, colors: 200 }],
    ['calendar.calendars.readonly', { events: 403, list: 403, calendar: 200, settings: 403, colors: 403 }],
    ['calendar.settings.readonly', { events: 403, list: 403, calendar: 403, settings: 200, colors: 403 }],
    ['calendar.freebusy', { events: 403, list: 403, calendar: 403, settings: 403, colors: 403 }],
    ['calendar.readonly', { events: 200, list: 200, calendar: 200, settings: 200, colors: 200 }],
  ])('with %s opens what the scope names', async (name, expected) => {
    await using kit = await startKit();
    const paths = {
      events: 'calendars/primary/events',
      list: 'users/me/calendarList',
      calendar: 'calendars/primary',
      settings: 'users/me/settings',
      colors: 'colors',
    };
    const answers = Object.entries(paths).map(async ([key, path]) => [
      key,
      (await as(kit, [scope(name)], path)).status,
    ]);
    expect(Object.fromEntries(await Promise.all(answers))).toEqual(expected);
  });

  it('without the scope is told which would do', async () => {
    await using kit = await startKit();
    const { headers, body } = await as(kit, [scope('calendar.events')], 'users/me/calendarList');
    expect(headers.get('www-authenticate')).toMatch(/error="insufficient_scope", scope=".*calendarlist\.readonly/);
    expect(body.error).toMatchObject({
      status: 'PERMISSION_DENIED',
      errors: [{ domain: 'global', reason: 'insufficientPermissions' }],
      details: [{ reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT', metadata: { service: 'calendar-json.googleapis.com' } }],
    });
  });

  it('takes the token from the query as well', async () => {
    await using kit = await startKit();
    const { accessToken } = kit.emulator.issueTokens({ person: 'ada', scopes: [calendarScope] });
    const response = await fetch(`${kit.emulator.origin}/calendar/v3/colors?access_token=${accessToken}`);
    expect(response.status).toBe(200);
  });
});

describe('paths', () => {
  it('that nobody knows are 404 in the API and beside it', async () => {
    await using kit = await startKit();
    expect((await kit.api<ErrorBody>('nowhere')).body.error.errors[0]?.reason).toBe('notFound');
    expect((await kit.api('nowhere/%zz')).status).toBe(404);
    expect((await kit.api('calendars/primary/events/nothing')).status).toBe(404);
    expect((await fetch(`${kit.emulator.origin}/anything`)).status).toBe(404);
  });

  it.each([
    ['POST', 'calendars/primary/events/quickAdd?text=x', 'events.quickAdd'],
    ['POST', 'calendars/primary/events/watch', 'events.watch'],
    ['POST', 'calendars', 'calendars.insert'],
    ['DELETE', 'users/me/calendarList/x', 'calendarList.delete'],
    ['POST', 'calendars/primary/acl', 'acl.insert'],
    ['POST', 'channels/stop', 'channels.stop'],
    ['DELETE', 'calendars/primary/acl/default', 'acl.delete'],
  ])('of operations that are not emulated say so: %s %s', async (method, path, name) => {
    await using kit = await startKit();
    const { accessToken } = kit.emulator.issueTokens({ person: 'ada', scopes: [calendarScope] });
    const response = await fetch(`${kit.emulator.origin}/calendar/v3/${path}`, {
      method,
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(response.status).toBe(501);
    expect(((await response.json()) as ErrorBody).error.message).toContain(name);
  });
});

describe('faults', () => {
  it.each([
    [
      'rateLimitExceeded',
      googleFaults.rateLimitExceeded(),
      403,
      'usageLimits',
      'rateLimitExceeded',
      'PERMISSION_DENIED',
    ],
    [
      'userRateLimitExceeded',
      googleFaults.userRateLimitExceeded(),
      403,
      'usageLimits',
      'userRateLimitExceeded',
      undefined,
    ],
    ['tooManyRequests', googleFaults.tooManyRequests(), 429, 'usageLimits', 'rateLimitExceeded', 'RESOURCE_EXHAUSTED'],
    ['quotaExceeded', googleFaults.quotaExceeded(), 403, 'usageLimits', 'quotaExceeded', undefined],
    ['backendError', googleFaults.backendError(), 503, 'global', 'backendError', undefined],
    ['backendError 500', googleFaults.backendError(500), 500, 'global', 'backendError', undefined],
    ['invalidCredentials', googleFaults.invalidCredentials(), 401, 'global', 'authError', 'UNAUTHENTICATED'],
    ['forbidden', googleFaults.forbidden(), 403, 'global', 'forbidden', undefined],
    ['notACalendarUser', googleFaults.notACalendarUser(), 403, 'calendar', 'notACalendarUser', undefined],
  ])('%s hits one request to the API', async (_, fault, status, domain, reason, canonical) => {
    await using kit = await startKit();
    kit.emulator.faults.add(fault);
    const answer = await kit.api<ErrorBody>('colors');
    expect(answer.status).toBe(status);
    expect(answer.headers.get('retry-after')).toBeNull();
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(answer.body.error).toMatchObject({ code: status, errors: [{ domain, reason }] });
    expect(answer.body.error.status).toBe(canonical);
    expect((await kit.api('colors')).status).toBe(200);
  });

  it('rateLimitExceeded names the quota window when told to', async () => {
    await using kit = await startKit();
    kit.emulator.faults.add(googleFaults.rateLimitExceeded({ windowStartTime: '2026-03-01T08:00:00Z', times: 2 }));
    const { body } = await kit.api<ErrorBody>('colors');
    expect(body.error.details?.[0]?.metadata['window_start_time']).toBe('2026-03-01T08:00:00Z');
    expect((await kit.api('colors')).status).toBe(403);
  });

  it('htmlAnswer is a page where JSON is expected', async () => {
    await using kit = await startKit();
    kit.emulator.faults.add(googleFaults.htmlAnswer());
    const response = await fetch(`${kit.emulator.origin}/calendar/v3/colors`);
    expect(response.status).toBe(502);
    expect(response.headers.get('content-type')).toContain('text/html');
  });

  it('of the token endpoint leave the API alone', async () => {
    await using kit = await startKit();
    kit.emulator.faults.add(googleFaults.invalidGrant());
    expect((await kit.api('colors')).status).toBe(200);
    const { refreshToken } = kit.emulator.issueTokens({ person: 'ada', scopes: [calendarScope] });
    const answer = await kit.token({ grant_type: 'refresh_token', refresh_token: refreshToken });
    expect(answer.body).toEqual({ error: 'invalid_grant', error_description: 'Token has been expired or revoked.' });
  });
});
