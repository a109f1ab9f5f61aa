import { describe, expect, it } from 'vitest';
import { eventsPath, guests, hour, startWriteKit } from './write-kit.ts';

describe('events.patch', () => {
  it('leaves what is absent, clears what is null, replaces lists and merges objects', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({
      ...hour(),
      summary: 'Planning',
      description: 'Text',
      location: 'Quay',
      attendees: guests('bo', 'cy'),
      extendedProperties: { private: { a: '1', b: '2' }, shared: { c: '3' } },
    });
    const patched = await kit.patch(id, {
      summary: 'Review',
      description: null,
      location: '',
      attendees: guests('cy'),
      extendedProperties: { private: { a: null, d: '4' } },
    });
    expect(patched).toMatchObject({
      summary: 'Review',
      attendees: [{ email: 'cy@tidewater.example' }],
      start: { dateTime: '2026-03-02T10:00:00+01:00' },
      extendedProperties: { private: { b: '2', d: '4' }, shared: { c: '3' } },
    });
    expect(patched).not.toHaveProperty('description');
    expect(patched).not.toHaveProperty('location');
    expect((patched['extendedProperties'] as { private: object }).private).not.toHaveProperty('a');
    expect(patched.attendees).toHaveLength(1);
    expect(await kit.read(id)).toEqual(patched);
    expect(await kit.patch(id, { extendedProperties: null, attendees: null })).not.toHaveProperty('extendedProperties');
  });

  it('makes a whole day of a timed event only when the time is cleared', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour() });
    const days = { start: { date: '2026-03-02' }, end: { date: '2026-03-03' } };
    expect(await kit.refusal('PATCH', eventsPath('primary', id), { body: days })).toMatchObject({
      status: 400,
      reason: 'invalid',
    });
    const cleared = { dateTime: null, timeZone: null };
    const patched = await kit.patch(id, { start: { ...days.start, ...cleared }, end: { ...days.end, ...cleared } });
    expect(patched).toMatchObject({
      ...days,
      reminders: { useDefault: false, overrides: [{ method: 'popup', minutes: 30 }] },
    });
  });

  it('moves etag and updated with every write, and only the etag with reminders', async () => {
    await using kit = await startWriteKit();
    const created = await kit.insert({ ...hour() });
    await kit.clock.advance(60_000);
    const same = await kit.patch(created.id, { summary: 'x' });
    expect(same.etag).not.toBe(created.etag);
    expect(same.updated).toBe('2026-03-01T08:01:00.000Z');
    await kit.clock.advance(60_000);
    const reminded = await kit.patch(created.id, { reminders: { useDefault: false } });
    expect(reminded.etag).not.toBe(same.etag);
    expect(reminded.updated).toBe(same.updated);
    expect((await kit.patch(created.id, {})).etag).not.toBe(reminded.etag);
  });

  it('raises the sequence with time, rule and place, never with text', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour() });
    expect(await kit.patch(id, { summary: 'x' })).toMatchObject({ sequence: 0 });
    expect(await kit.patch(id, hour('03'))).toMatchObject({ sequence: 1 });
    expect(await kit.patch(id, hour('03'))).toMatchObject({ sequence: 1 });
    expect(await kit.patch(id, { location: 'Quay' })).toMatchObject({ sequence: 2 });
    expect(await kit.patch(id, { recurrence: ['RRULE:FREQ=DAILY;COUNT=3'] })).toMatchObject({ sequence: 3 });
    expect(await kit.patch(id, { sequence: 7 })).toMatchObject({ sequence: 7 });
    expect(await kit.refusal('PATCH', eventsPath('primary', id), { body: { sequence: 6 } })).toMatchObject({
      status: 400,
      message: expect.stringContaining('Invalid sequence value.'),
    });
  });

  it('may be disguised as POST', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour(), location: 'Quay' });
    const headers = { 'x-http-method-override': 'PATCH' };
    const { body } = await kit.call('POST', eventsPath('primary', id), { body: { summary: 'x' }, headers });
    expect(body).toMatchObject({ summary: 'x', location: 'Quay' });
  });
});

describe('events.update', () => {
  it('clears what is not sent', async () => {
    await using kit = await startWriteKit();
    const { id, created } = await kit.insert({
      ...hour(),
      summary: 'Planning',
      location: 'Quay',
      attendees: guests('bo'),
      reminders: { useDefault: false },
      extendedProperties: { private: { a: '1' } },
      colorId: '3',
      visibility: 'private',
      guestsCanModify: true,
    });
    const replaced = await kit.put(id, { ...hour(), summary: 'Review' });
    expect(replaced).toMatchObject({ id, created, summary: 'Review', reminders: { useDefault: true } });
    for (const name of ['location', 'attendees', 'extendedProperties', 'colorId', 'visibility', 'guestsCanModify']) {
      expect(replaced).not.toHaveProperty(name);
    }
  });

  it('needs both ends', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour() });
    expect(await kit.refusal('PUT', eventsPath('primary', id), { body: { summary: 'x' }, isBad: true })).toMatchObject({
      status: 400,
      reason: 'required',
    });
  });

  it('takes back what it gave', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({
      ...hour(),
      summary: 'Planning',
      attendees: guests('ada', 'bo', 'harbour', 'guest@outside.example'),
      recurrence: ['RRULE:FREQ=WEEKLY;COUNT=3'],
    });
    const before = await kit.read(id);
    const { etag: _e, updated: _u, ...rest } = await kit.put(id, before);
    const { etag: _oldEtag, updated: _oldUpdated, ...old } = before;
    expect(rest).toEqual(old);
  });

  it('keeps conference and attachments of clients that don’t know them', async () => {
    await using kit = await startWriteKit();
    const attachments = [{ fileUrl: 'https://drive.google.com/open?id=1', title: 'Plan.pdf' }];
    const query = { supportsAttachments: true, conferenceDataVersion: 1 };
    const request = { requestId: 'r1', conferenceSolutionKey: { type: 'hangoutsMeet' } };
    const { id } = await kit.insert({ ...hour(), attachments, conferenceData: { createRequest: request } }, { query });
    await kit.put(id, { ...hour(), summary: 'x' });
    expect(await kit.read(id)).toMatchObject({ attachments, hangoutLink: expect.stringContaining('meet.google.com') });
    const replaced = await kit.put(id, { ...hour() }, { query });
    expect(replaced).not.toHaveProperty('attachments');
    expect(replaced).not.toHaveProperty('conferenceData');
    expect(replaced).not.toHaveProperty('hangoutLink');
  });
});

describe('guards', () => {
  it.each(['PATCH', 'PUT', 'DELETE'])('%s with an old etag is 412 and changes nothing', async (method) => {
    await using kit = await startWriteKit();
    const { id, etag } = await kit.insert({ ...hour(), summary: 'first' });
    await kit.patch(id, { summary: 'second' });
    const body = method === 'DELETE' ? {} : { body: { ...hour(), summary: 'third' } };
    const refused = await kit.call<{ error: { errors: object[] } }>(method, eventsPath('primary', id), {
      ...body,
      headers: { 'if-match': etag },
    });
    expect(refused.status).toBe(412);
    expect(refused.body.error.errors[0]).toEqual({
      domain: 'global',
      reason: 'conditionNotMet',
      message: 'Precondition Failed',
      locationType: 'header',
      location: 'If-Match',
    });
    expect(await kit.read(id)).toMatchObject({ summary: 'second', status: 'confirmed' });
  });

  it.each(['PATCH', 'PUT', 'DELETE'])('%s with the current etag or a star goes through', async (method) => {
    await using kit = await startWriteKit();
    for (const guard of ['current', '*']) {
      const { id, etag } = await kit.insert({ ...hour() });
      const body = method === 'DELETE' ? {} : { body: { ...hour(), summary: 'x' } };
      const headers = { 'if-match': guard === '*' ? '*' : etag };
      expect((await kit.call(method, eventsPath('primary', id), { ...body, headers })).status).toBeLessThan(300);
    }
  });

  it('a condition of readers is none of writers', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour() });
    expect(await kit.patch(id, { summary: 'x' }, { headers: { 'if-none-match': '*' } })).toMatchObject({
      summary: 'x',
    });
  });

  it('two writers with one etag: one wins', async () => {
    await using kit = await startWriteKit();
    const { id, etag } = await kit.insert({ ...hour() });
    const answers = await Promise.all(
      ['one', 'two'].map((summary) =>
        kit.call('PATCH', eventsPath('primary', id), { body: { summary }, headers: { 'if-match': etag } }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 412]));
  });

  it('a writer without access to private events can’t touch one', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour(), visibility: 'private' });
    kit.emulator.shareCalendar({
      calendarId: 'ada@tidewater.example',
      with: 'bo@tidewater.example',
      role: 'writerWithoutPrivateAccess',
    });
    const path = eventsPath('ada@tidewater.example', id);
    expect(await kit.refusal('PATCH', path, { person: 'bo', body: { summary: 'x' } })).toMatchObject({
      status: 403,
      reason: 'requiredAccessLevel',
    });
    expect(await kit.refusal('DELETE', path, { person: 'bo' })).toMatchObject({ status: 403 });
  });

  it.each(['PATCH', 'PUT', 'DELETE'])('%s of an unknown event is 404', async (method) => {
    await using kit = await startWriteKit();
    const body = method === 'DELETE' ? {} : { body: hour() };
    expect(await kit.refusal(method, eventsPath('primary', 'nothing'), body)).toMatchObject({
      status: 404,
      reason: 'notFound',
    });
  });
});

describe('events.delete', () => {
  it('answers 204 without a body, then 410, and 412 when it is guarded', async () => {
    await using kit = await startWriteKit();
    const { id, etag } = await kit.insert({ ...hour() });
    const path = eventsPath('primary', id);
    const first = await kit.call('DELETE', path);
    expect([first.status, first.text, first.headers.get('content-type')]).toEqual([204, '', null]);
    expect(await kit.refusal('DELETE', path)).toEqual({
      status: 410,
      reason: 'deleted',
      message: 'Resource has been deleted',
    });
    expect(await kit.refusal('DELETE', path, { headers: { 'if-match': etag } })).toMatchObject({ status: 412 });
    expect(await kit.read(id)).toMatchObject({ id, status: 'cancelled', start: { dateTime: expect.any(String) } });
    expect((await kit.list()).items).toEqual([]);
  });

  it('leaves a tombstone in a sync', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour(), summary: 'Planning' });
    const { nextSyncToken = '' } = await kit.list();
    await kit.call('DELETE', eventsPath('primary', id));
    const { items } = await kit.list({ syncToken: nextSyncToken });
    expect(items).toEqual([{ kind: 'calendar#event', id, etag: expect.any(String), status: 'cancelled' }]);
  });

  it('is what a status of cancelled does', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour(), attendees: guests('bo') });
    expect(await kit.patch(id, { status: 'cancelled' }, { query: { sendUpdates: 'all' } })).toMatchObject({
      status: 'cancelled',
    });
    expect(kit.emulator.sentMails).toMatchObject([{ kind: 'cancellation', to: 'bo@tidewater.example' }]);
    expect(kit.emulator.storedEvents('bo')).toMatchObject([{ status: 'cancelled' }]);
    expect((await kit.call('DELETE', eventsPath('primary', id))).status).toBe(410);
  });

  it('can be taken back by the organizer', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour(), attendees: guests('bo') });
    await kit.call('DELETE', eventsPath('primary', id));
    expect(await kit.patch(id, { status: 'confirmed' }, { query: { sendUpdates: 'all' } })).toMatchObject({
      status: 'confirmed',
    });
    expect(await kit.read(id, 'bo')).toMatchObject({ status: 'confirmed' });
    expect(kit.emulator.sentMails).toMatchObject([{ kind: 'invitation', to: 'bo@tidewater.example' }]);
  });
});
