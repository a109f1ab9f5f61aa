import { describe, expect, it } from 'vitest';
import { ben, eventBody, guests, startWriteRig } from './write-rig.ts';

describe('online meetings', () => {
  const online = { isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' };

  it('have a link, and the way to join in the body', async () => {
    await using rig = await startWriteRig();
    const body = { contentType: 'html', content: '<p>Agenda</p>' };
    const event = (await rig.post('/me/events', eventBody({ ...online, body, attendees: guests(ben) }))).body;
    expect(event).toMatchObject({
      isOnlineMeeting: true,
      onlineMeetingProvider: 'teamsForBusiness',
      onlineMeetingUrl: null,
    });
    expect(event.onlineMeeting.joinUrl).toMatch(/^https:\/\/teams\.microsoft\.com\/l\/meetup-join\//);
    expect(event.body.content).toMatch(/<p>Agenda<\/p>[\s\S]*Microsoft Teams meeting/);
    expect((await rig.only('ben')).onlineMeeting.joinUrl).toBe(event.onlineMeeting.joinUrl);
  });

  it('are lost with their block in the body, and kept with it', async () => {
    await using rig = await startWriteRig();
    const { id, body } = (await rig.post('/me/events', eventBody(online))).body;
    const path = `/me/events/${id}`;
    const longer = { contentType: 'html', content: body.content.replace('<body>', '<body><p>First</p>') };
    const kept = (await rig.patch(path, { body: longer })).body;
    expect([kept.isOnlineMeeting, kept.body.content.split('Microsoft Teams meeting').length]).toEqual([true, 2]);
    const still = (await rig.patch(path, { isOnlineMeeting: false, onlineMeetingProvider: 'skypeForBusiness' })).body;
    expect(still).toMatchObject({ isOnlineMeeting: true, onlineMeetingProvider: 'teamsForBusiness' });
    const lost = (await rig.patch(path, { body: { contentType: 'html', content: 'new' }, isOnlineMeeting: true })).body;
    expect(lost).toMatchObject({ isOnlineMeeting: false, onlineMeetingProvider: 'unknown', onlineMeeting: null });
  });

  it('are not made by a provider the calendar does not allow', async () => {
    await using rig = await startWriteRig();
    const other = { ...online, onlineMeetingProvider: 'skypeForBusiness' };
    expect((await rig.post('/me/events', eventBody(other))).body).toMatchObject({
      isOnlineMeeting: false,
      onlineMeeting: null,
    });
  });

  it('can take a while', async () => {
    await using rig = await startWriteRig({ onlineMeetingDelayMs: 5000 });
    const event = (await rig.post('/me/events', eventBody(online))).body;
    expect(event).toMatchObject({ isOnlineMeeting: true, onlineMeeting: null });
    await rig.clock.advance(5000);
    const later = await rig.only('ada');
    expect(later.onlineMeeting.joinUrl).toContain('meetup-join');
    expect(later.changeKey).not.toBe(event.changeKey);
  });
});
