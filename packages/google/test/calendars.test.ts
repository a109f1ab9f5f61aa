import { calendarSchema } from '@kalends/core/schemas';
import { describe, expect, it } from 'vitest';
import { apiError, json } from './support/fake-google.ts';
import { rejection, setup } from './support/setup.ts';

const listPath = '/calendar/v3/users/me/calendarList';

describe('calendars.list', () => {
  it('lists all pages, hidden calendars included and deleted ones left out', async () => {
    const { service, connection } = setup();
    service.on(
      listPath,
      json({
        items: [
          { id: 'ada@example.com', primary: true, accessRole: 'owner' },
          { id: 'old', deleted: true },
        ],
        nextPageToken: 'next-1',
      }),
      json({ items: [], nextPageToken: 'next-2' }),
      json({ items: [{ id: 'team@group.calendar.google.com', summary: 'Team', accessRole: 'reader', hidden: true }] }),
    );
    const calendars = await connection.calendars.list().toArray();
    expect(calendars.map(({ id }) => id)).toEqual(['ada@example.com', 'team@group.calendar.google.com']);
    for (const calendar of calendars) expect(calendarSchema.parse(calendar)).toEqual(calendar);
    const [first, second, third] = service.sentTo(listPath);
    expect(first?.url.origin).toBe('https://www.googleapis.com');
    expect(Object.fromEntries(first?.url.searchParams ?? [])).toEqual({
      maxResults: '250',
      showHidden: 'true',
      fields:
        'nextPageToken,items(id,summary,summaryOverride,description,timeZone,backgroundColor,primary,deleted,accessRole,dataOwner)',
    });
    expect(second?.url.searchParams.get('pageToken')).toBe('next-1');
    expect(third?.url.searchParams.get('pageToken')).toBe('next-2');
  });

  it('goes on from a page token, and refuses one of somebody else', async () => {
    const { service, connection, provider } = setup();
    service.on(listPath, json({ items: [{ id: 'a' }], nextPageToken: 'next-1' }), json({ items: [{ id: 'b' }] }));
    const { nextPageToken = '' } = await connection.calendars.list();
    expect(nextPageToken).not.toContain('next-1');
    expect((await connection.calendars.list({ pageToken: nextPageToken })).items).toMatchObject([{ id: 'b' }]);
    const other = provider.connect({
      credential: { ...(await import('./support/setup.ts')).credential, account: { id: 'somebody else' } },
    });
    expect(await rejection(other.calendars.list({ pageToken: nextPageToken }))).toMatchObject({
      code: 'invalidArgument',
      operation: 'calendars.list',
    });
  });

  it('refuses options it does not know before anything is sent', async () => {
    const { service, connection } = setup();
    const unknown: object = { showHidden: false };
    expect(await rejection(connection.calendars.list(unknown))).toMatchObject({ code: 'invalidArgument' });
    expect(service.requests).toHaveLength(0);
  });

  it('ends a walk that would go on for ever', async () => {
    const { service, connection } = setup();
    service.on(listPath, json({ items: [], nextPageToken: 'same' }));
    expect(await rejection(connection.calendars.list().toArray())).toMatchObject({ code: 'invalidResponse' });
  });

  it('says that listing was not granted', async () => {
    const { service, connection } = setup();
    service.on(
      listPath,
      apiError(403, 'insufficientPermissions', { details: [{ reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT' }] }),
    );
    expect(await rejection(connection.calendars.list())).toMatchObject({
      code: 'consentRequired',
      retryable: false,
      cure: { text: expect.stringContaining('ticked') },
    });
    expect(service.sentTo('/token')).toHaveLength(1);
  });
});
