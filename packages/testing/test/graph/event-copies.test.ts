import { describe, expect, it } from 'vitest';
import { companyWith, meeting, november, startRig } from './fixture.ts';
import type { Wire } from './fixture.ts';

const teams = 'https://teams.microsoft.com/l/meetup-join/19%3ameeting_abc%40thread.v2/0';

describe('copies of a meeting', () => {
  const review = meeting('review', {
    description: 'Agenda <first>',
    categories: ['Blue category'],
    invitees: [
      { who: 'ben', response: 'tentative', role: 'optional' },
      { who: 'harbor', response: 'accepted' },
      { who: { name: 'Zoe', address: 'zoe@outside.example' } },
    ],
    conferenceUrl: teams,
  });

  it('leaves the organizer out of the attendees of the own copy', async () => {
    await using rig = await startRig({ company: companyWith(review) });
    const [event] = (await rig.get('/me/events')).body.value;
    expect(event.isOrganizer).toBe(true);
    expect(event.responseStatus).toEqual({ response: 'organizer', time: '0001-01-01T00:00:00Z' });
    expect(event.attendees.map((one: Wire) => [one.type, one.status.response, one.emailAddress.address])).toEqual([
      ['optional', 'tentativelyAccepted', 'ben@tidewater.example'],
      ['resource', 'accepted', 'harbor@tidewater.example'],
      ['required', 'none', 'zoe@outside.example'],
    ]);
    expect(event.categories).toEqual(['Blue category']);
  });

  it("names the organizer also among the attendees of an invitee's copy, without an answer", async () => {
    await using rig = await startRig({ company: companyWith(review) });
    const [event] = (await rig.get('/me/events', { person: 'ben' })).body.value;
    const [own] = (await rig.get('/me/events')).body.value;
    expect(event.isOrganizer).toBe(false);
    expect(event.organizer.emailAddress.address).toBe('ada@tidewater.example');
    expect(event.attendees[0]).toEqual({
      type: 'required',
      status: { response: 'none', time: '0001-01-01T00:00:00Z' },
      emailAddress: { name: 'Ada Brook', address: 'ada@tidewater.example' },
    });
    // Answers are tracked in the organizer's copy alone: of the others nothing is known here.
    expect(event.attendees.slice(1).map((one: Wire) => [one.emailAddress.name, one.status.response])).toEqual([
      ['Ben Okafor', 'tentativelyAccepted'],
      ['Harbor', 'none'],
      ['Zoe', 'none'],
    ]);
    expect(event.responseStatus.response).toBe('tentativelyAccepted');
    expect(event.showAs).toBe('tentative');
    expect(event.categories).toEqual([]);
    expect(event.iCalUId).toBe(own.iCalUId);
    expect(event.id).not.toBe(own.id);
  });

  it('lands in the mailbox of a room, which an application can read', async () => {
    await using rig = await startRig({ company: companyWith(review) });
    const token = rig.emulator.issueAppToken().accessToken;
    const { body } = await rig.get('/users/harbor@tidewater.example/events', { token });
    expect(body.value.map(({ subject }: Wire) => subject)).toEqual(['review']);
  });

  it('previews the first 255 characters of the body, and no half of one', async () => {
    const long = meeting('long', { description: `${'x'.repeat(254)}\u{1f680}and more` });
    await using rig = await startRig({ company: companyWith(long) });
    const [event] = (await rig.get('/me/events')).body.value;
    expect(event.bodyPreview).toBe('x'.repeat(254));
    expect(event.body.content).toContain('\u{1f680}and more');
  });

  it('keeps the room as a conference room location', async () => {
    await using rig = await startRig({ company: companyWith(review) });
    const [event] = (await rig.get('/me/events')).body.value;
    expect(event.location).toMatchObject({
      displayName: 'Harbor',
      locationType: 'conferenceRoom',
      locationUri: 'harbor@tidewater.example',
    });
    expect(event.locations).toHaveLength(1);
  });

  it('carries a Teams meeting in its members and again in the body', async () => {
    await using rig = await startRig({ company: companyWith(review) });
    const [event] = (await rig.get('/me/events')).body.value;
    expect(event).toMatchObject({
      isOnlineMeeting: true,
      onlineMeetingProvider: 'teamsForBusiness',
      onlineMeetingUrl: null,
      onlineMeeting: { joinUrl: teams },
    });
    expect(event.body.content).toContain('Agenda &lt;first&gt;');
    expect(event.body.content).toContain(`<a href="${teams}">`);
    expect(event.bodyPreview).toMatch(/^Agenda <first>/);
  });

  it('puts the link of another service where people paste it', async () => {
    const url = 'https://video.example/room/7';
    const company = companyWith(
      meeting('bare', { conferenceUrl: url }),
      meeting('placed', { conferenceUrl: url, location: 'Pier 4' }),
    );
    await using rig = await startRig({ company });
    const [bare, placed] = (await rig.get('/me/events')).body.value;
    expect(bare).toMatchObject({ isOnlineMeeting: false, onlineMeeting: null, location: { displayName: url } });
    expect(placed.location.displayName).toBe('Pier 4');
    expect(placed.body.content).toContain(url);
  });

  it('shows bodies as text when asked', async () => {
    await using rig = await startRig({ company: companyWith(review) });
    const reply = await rig.get('/me/events', { prefer: 'outlook.body-content-type="text"' });
    expect(reply.body.value[0].body).toMatchObject({ contentType: 'text' });
    expect(reply.body.value[0].body.content).toMatch(/^Agenda <first>\r\n/);
    expect(reply.headers.get('preference-applied')).toBe('outlook.body-content-type="text"');
  });

  it('removes declined and cancelled meetings the way each side sees it', async () => {
    const company = companyWith(
      meeting('declined', { invitees: [{ who: 'ben', response: 'declined' }] }),
      meeting('cancelled', { invitees: [{ who: 'ben', response: 'accepted' }], isCancelled: true }),
    );
    await using rig = await startRig({ company });
    const adas = (await rig.get('/me/events')).body.value;
    const bens = (await rig.get('/me/events', { person: 'ben' })).body.value;
    expect(adas.map((event: Wire) => [event.subject, event.attendees[0].status.response])).toEqual([
      ['declined', 'declined'],
    ]);
    expect(bens.map((event: Wire) => [event.subject, event.isCancelled])).toEqual([['cancelled', true]]);
  });

  it('marks private events and hides attendees from one another', async () => {
    const company = companyWith(
      meeting('secret', {
        privacy: 'private',
        invitees: [{ who: 'ben' }, { who: { address: 'zoe@outside.example' } }],
      }),
    );
    await using rig = await startRig({ company, hiddenAttendeeMeetings: ['secret'] });
    const [own] = (await rig.get('/me/events')).body.value;
    const [copy] = (await rig.get('/me/events', { person: 'ben' })).body.value;
    expect(own).toMatchObject({ sensitivity: 'private', hideAttendees: true });
    expect(own.attendees).toHaveLength(2);
    expect(copy.attendees.map((one: Wire) => one.emailAddress.address)).not.toContain('zoe@outside.example');
    expect(copy.responseStatus.response).toBe('notResponded');
  });

  it('keeps events of extra calendars apart', async () => {
    await using rig = await startRig({ company: companyWith(meeting('side work', { calendar: 'side' })) });
    const calendars = (await rig.get('/me/calendars')).body.value;
    const [, side] = calendars;
    expect(side).toMatchObject({
      isDefaultCalendar: false,
      name: 'Side projects',
      color: 'lightOrange',
      hexColor: '#f7630c',
    });
    expect((await rig.get('/me/events')).body.value).toEqual([]);
    expect((await rig.get(`/me/calendarView?${november}`)).body.value).toEqual([]);
    const [event] = (await rig.get(`/me/calendars/${side.id}/calendarView?${november}`)).body.value;
    expect((await rig.get(`/me/calendars/${side.id}/events('${event.id}')`)).body.subject).toBe('side work');
    expect((await rig.get(`/me/calendar/events/${event.id}`)).status).toBe(404);
    expect((await rig.get(`/me/events/${event.id}/calendar`)).body.id).toBe(side.id);
  });

  it('refuses to seed people it does not know', async () => {
    await expect(startRig({ company: companyWith(meeting('x', { organizer: 'nobody' })) })).rejects.toThrow(RangeError);
    await expect(startRig({ company: companyWith(meeting('x', { invitees: [{ who: 'nobody' }] })) })).rejects.toThrow(
      /unknown person/,
    );
  });
});
