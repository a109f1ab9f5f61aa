import { describe, expect, it } from 'vitest';
import { amsterdam, ben, eventBody, guests, outsider, startWriteRig, weekly } from './write-rig.ts';
import type { WriteRig } from './write-rig.ts';

const later = { start: amsterdam('2026-11-18T09:00:00'), end: amsterdam('2026-11-18T09:30:00') };
const asBen = { person: 'ben' };

/** A meeting of Ada's with Ben, and the id of Ben's copy. */
async function invited(rig: WriteRig, change: Readonly<Record<string, unknown>> = {}): Promise<string> {
  await rig.post('/me/events', eventBody({ attendees: guests(ben), ...change }));
  return (await rig.only('ben')).id;
}

describe('accept, tentativelyAccept and decline', () => {
  it.each([
    ['accept', 'accepted', 'busy'],
    ['tentativelyAccept', 'tentativelyAccepted', 'tentative'],
  ])('%s answers and stays under the same id', async (action, response, showAs) => {
    await using rig = await startWriteRig();
    const id = await invited(rig);
    await rig.clock.advance(60_000);
    const reply = await rig.post(`/me/events/${id}/${action}`, { Comment: 'Gladly' }, asBen);
    expect([reply.status, reply.body.text]).toEqual([202, '']);
    const status = { response, time: '2026-11-16T08:01:00Z' };
    expect(await rig.only('ben')).toMatchObject({ id, showAs, responseStatus: status });
    const [entry] = (await rig.only('ada')).attendees;
    expect(entry.status).toEqual(status);
    expect(rig.emulator.sentMails[1]).toMatchObject({
      kind: 'reply',
      to: 'ada@tidewater.example',
      response,
      hasComment: true,
    });
  });

  it('decline takes the event away', async () => {
    await using rig = await startWriteRig();
    const id = await invited(rig);
    await rig.post(`/me/events/${id}/decline`, { sendResponse: true }, asBen);
    const gone = await rig.read(`/me/events/${id}`, asBen);
    expect([gone.status, gone.body.error.code]).toEqual([404, 'ErrorItemNotFound']);
    expect((await rig.only('ada')).attendees[0].status.response).toBe('declined');
    expect(rig.mails()).toEqual(['invitation ben', 'reply ada declined']);
  });

  it('say nothing when they are told to', async () => {
    await using rig = await startWriteRig();
    const id = await invited(rig);
    await rig.post(`/me/events/${id}/accept`, { sendResponse: false }, asBen);
    expect((await rig.only('ben')).responseStatus.response).toBe('accepted');
    expect((await rig.only('ada')).attendees[0].status.response).toBe('none');
    expect(rig.mails()).toEqual(['invitation ben']);
  });

  it('take a precondition and ignore it, unless it cannot be read', async () => {
    await using rig = await startWriteRig();
    const id = await invited(rig);
    const accept = async (etag: string): Promise<number> =>
      (await rig.post(`/me/events/${id}/accept`, {}, { ...asBen, headers: { 'if-match': etag } })).status;
    expect(await accept('W/"stale"')).toBe(202);
    expect(await accept('stale')).toBe(500);
  });

  it('are refused to the organizer', async () => {
    await using rig = await startWriteRig();
    await invited(rig);
    const refused = await rig.post(`/me/events/${(await rig.only('ada')).id}/accept`);
    expect([refused.status, refused.body.error.code]).toEqual([400, 'ErrorInvalidRequest']);
  });

  it('carry a proposal to the organizer, who takes it by moving the event', async () => {
    await using rig = await startWriteRig();
    const id = await invited(rig);
    await rig.post(`/me/events/${id}/tentativelyAccept`, { proposedNewTime: later }, asBen);
    const event = await rig.only('ada');
    expect(event.attendees[0].proposedNewTime).toEqual({
      start: { dateTime: '2026-11-18T08:00:00.0000000', timeZone: 'UTC' },
      end: { dateTime: '2026-11-18T08:30:00.0000000', timeZone: 'UTC' },
    });
    expect(rig.emulator.sentMails[1]).toMatchObject({ kind: 'reply', proposesNewTime: true });
    await rig.post(`/me/events/${id}/accept`, {}, asBen);
    expect((await rig.only('ada')).attendees[0]).not.toHaveProperty('proposedNewTime');
    await rig.post(`/me/events/${id}/tentativelyAccept`, { proposedNewTime: later }, asBen);
    await rig.patch(`/me/events/${event.id}`, later);
    expect((await rig.only('ada')).attendees[0]).not.toHaveProperty('proposedNewTime');
  });

  it.each([
    ['with nobody told', 'decline', { sendResponse: false }, {}],
    ['against the organizer’s wish', 'tentativelyAccept', {}, { allowNewTimeProposals: false }],
    ['while accepting', 'accept', {}, {}],
  ])('refuse a proposal %s', async (_name, action, change, event) => {
    await using rig = await startWriteRig();
    const id = await invited(rig, event);
    const body = { proposedNewTime: later, ...change };
    const wrong = { ...asBen, isWrong: true };
    expect((await rig.post(`/me/events/${id}/${action}`, body, wrong)).status).toBe(400);
    expect((await rig.only('ben')).responseStatus.response).toBe('notResponded');
  });

  it('answer for one occurrence, or for all of a series', async () => {
    await using rig = await startWriteRig();
    const id = await invited(rig, { recurrence: weekly(3) });
    const window = 'startDateTime=2026-11-01T00:00:00Z&endDateTime=2027-03-01T00:00:00Z';
    const view = async (person: string) => (await rig.read(`/me/calendarView?${window}`, { person })).body.value;
    const [, second, third] = await view('ben');
    await rig.post(`/me/events/${second.id}/decline`, {}, asBen);
    await rig.post(`/me/events/${third.id}/tentativelyAccept`, {}, asBen);
    expect((await view('ben')).map(({ responseStatus }) => responseStatus.response)).toEqual([
      'notResponded',
      'tentativelyAccepted',
    ]);
    expect((await view('ada')).map(({ attendees, type }) => [type, attendees[0].status.response])).toEqual([
      ['occurrence', 'none'],
      ['exception', 'declined'],
      ['exception', 'tentativelyAccepted'],
    ]);
    expect(rig.mails()).toEqual([
      'invitation ben',
      'reply ada 2026-11-24 declined',
      'reply ada 2026-12-01 tentativelyAccepted',
    ]);
    await rig.post(`/me/events/${id}/accept`, {}, asBen);
    expect((await view('ada')).map(({ attendees }) => attendees[0].status.response)).toEqual([
      'accepted',
      'accepted',
      'accepted',
    ]);
    // A change of the organizer's does not bring back what was declined.
    await rig.patch(`/me/events/${(await rig.only('ada')).id}`, { subject: 'Renamed' });
    expect((await view('ben')).map(({ subject }) => subject)).toEqual(['Renamed', 'Renamed']);
  });
});

describe('DELETE events/{id} and cancel', () => {
  it('call a meeting off when the organizer does it', async () => {
    await using rig = await startWriteRig();
    await invited(rig, { attendees: guests(ben, outsider) });
    const { id } = await rig.only('ada');
    const gone = await rig.remove(`/me/events/${id}`);
    expect([gone.status, gone.body.text]).toEqual([204, '']);
    expect(rig.emulator.storedEvents('ada')).toEqual([]);
    expect((await rig.only('ben')).isCancelled).toBe(true);
    expect(rig.mails().slice(2)).toEqual(['cancellation ben', 'cancellation someone']);
    const second = await rig.remove(`/me/events/${id}`);
    expect([second.status, second.body.error.code]).toEqual([400, 'ErrorInvalidRequest']);
    expect((await rig.read(`/me/events/${id}`)).status).toBe(404);
  });

  it('only clear the copy of a guest', async () => {
    await using rig = await startWriteRig();
    const id = await invited(rig);
    await rig.remove(`/me/events/${id}`, asBen);
    expect(rig.emulator.storedEvents('ben')).toEqual([]);
    expect((await rig.only('ada')).attendees[0].status.response).toBe('none');
    expect(rig.mails()).toEqual(['invitation ben']);
  });

  it('can say why, when the organizer cancels', async () => {
    await using rig = await startWriteRig();
    const id = await invited(rig);
    const refused = await rig.post(`/me/events/${id}/cancel`, {}, asBen);
    expect([refused.status, refused.body.error.message]).toEqual([400, expect.stringContaining('organizer to cancel')]);
    expect((await rig.post(`/me/events/${(await rig.only('ada')).id}/cancel`, { Comment: 'Ill' })).status).toBe(202);
    expect(rig.emulator.sentMails[1]).toMatchObject({ kind: 'cancellation', hasComment: true });
    expect(rig.emulator.storedEvents('ada')).toEqual([]);
  });

  it('take one occurrence out of a series', async () => {
    await using rig = await startWriteRig();
    await invited(rig, { recurrence: weekly(3) });
    const master = await rig.only('ada');
    const window = 'startDateTime=2026-11-01T00:00:00Z&endDateTime=2027-03-01T00:00:00Z';
    const view = await rig.read(`/me/calendarView?${window}`);
    const path = `/me/events/${view.body.value[1].id}`;
    await rig.remove(path);
    expect((await rig.read(path)).status).toBe(404);
    const read = await rig.read(`/me/events/${master.id}?$select=subject,cancelledOccurrences`);
    expect(read.body.cancelledOccurrences).toEqual([`OID.${master.id}.2026-11-24`]);
    const cancelled = async (): Promise<readonly boolean[]> =>
      (await rig.read(`/me/calendarView?${window}`, asBen)).body.value.map(({ isCancelled }) => isCancelled);
    expect(await cancelled()).toEqual([false, true, false]);
    await rig.patch(`/me/events/${master.id}`, { subject: 'Renamed' });
    expect(await cancelled()).toEqual([false, true, false]);
    expect(rig.emulator.sentMails[1]).toMatchObject({ kind: 'cancellation', recurrenceId: '2026-11-24T08:00:00.000Z' });
  });

  it('go past Deleted Items by permanentDelete', async () => {
    await using rig = await startWriteRig();
    const { id } = (await rig.post('/me/events', eventBody())).body;
    expect((await rig.send('POST', `/me/events/${id}/permanentDelete`)).status).toBe(204);
    expect((await rig.remove(`/me/events/${id}`)).status).toBe(404);
  });
});

describe('forward', () => {
  it('invites more people, and tells the organizer when a guest does it', async () => {
    await using rig = await startWriteRig();
    const id = await invited(rig);
    const toRecipients = [{ emailAddress: { address: outsider, name: 'Someone' } }];
    expect(
      (await rig.post(`/me/events/${id}/forward`, { ToRecipients: toRecipients, Comment: 'x' }, asBen)).status,
    ).toBe(202);
    expect(rig.mails()).toEqual(['invitation ben', 'forwardNotification ada', 'invitation someone']);
    const { attendees, changeKey, id: own } = await rig.only('ada');
    expect(attendees.map(({ emailAddress }) => emailAddress.address)).toEqual([ben, outsider]);
    await rig.post(`/me/events/${own}/forward`, { ToRecipients: toRecipients });
    expect(rig.mails().slice(3)).toEqual(['invitation someone']);
    // They were among the attendees already.
    expect((await rig.only('ada')).changeKey).toBe(changeKey);
    expect((await rig.post(`/me/events/${own}/forward`, {})).status).toBe(400);
  });
});
