import { describe, expect, it } from 'vitest';
import { eventsPath, guests, hour, startWriteKit } from './write-kit.ts';

const version = { query: { conferenceDataVersion: 1 } } as const;
const request = (requestId: string, type = 'hangoutsMeet'): object => ({
  conferenceData: { createRequest: { requestId, conferenceSolutionKey: { type } } },
});
const status = (event: object): unknown =>
  (event as { conferenceData?: { createRequest?: { status: object } } }).conferenceData?.createRequest?.status;

describe('a conference that is asked for', () => {
  it('is pending first and there later, in every copy', async () => {
    await using kit = await startWriteKit();
    const created = await kit.insert({ ...hour(), ...request('r1'), attendees: guests('bo') }, version);
    expect(status(created)).toEqual({ statusCode: 'pending' });
    expect(created).not.toHaveProperty('hangoutLink');
    for (const person of ['ada', 'bo']) {
      const event = await kit.read(created.id, person);
      const link = event['hangoutLink'] as string;
      expect(link).toMatch(/^https:\/\/meet\.google\.com\/[a-z]{3}-[a-z]{4}-[a-z]{3}$/);
      expect(event['conferenceData']).toMatchObject({
        createRequest: { requestId: 'r1', status: { statusCode: 'success' } },
        entryPoints: [{ entryPointType: 'video', uri: link }],
        conferenceSolution: { key: { type: 'hangoutsMeet' }, name: 'Google Meet' },
        conferenceId: link.slice(-12),
      });
    }
  });

  it('takes its time', async () => {
    await using kit = await startWriteKit(undefined, { conferenceDelaySeconds: 5 });
    const { id } = await kit.insert({ ...hour(), ...request('r1') }, version);
    await kit.clock.advance(4_999);
    expect(status(await kit.read(id))).toEqual({ statusCode: 'pending' });
    await kit.clock.advance(1);
    expect(status(await kit.read(id))).toEqual({ statusCode: 'success' });
  });

  it('can fail', async () => {
    await using kit = await startWriteKit();
    kit.emulator.failConferences();
    const first = await kit.insert({ ...hour(), ...request('r1') }, version);
    const event = await kit.read(first.id);
    expect(status(event)).toEqual({ statusCode: 'failure' });
    expect(event).not.toHaveProperty('hangoutLink');
    expect(event['conferenceData']).not.toHaveProperty('entryPoints');
    const second = await kit.insert({ ...hour(), ...request('r1') }, version);
    expect(status(await kit.read(second.id))).toEqual({ statusCode: 'success' });
  });

  it('is not made twice for one request', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour(), ...request('r1') }, version);
    const link = (await kit.read(id))['hangoutLink'];
    await kit.patch(id, request('r1'), version);
    expect((await kit.read(id))['hangoutLink']).toBe(link);
    await kit.patch(id, request('r2'), version);
    expect((await kit.read(id))['hangoutLink']).not.toBe(link);
  });

  it('needs the version: without it the body says nothing about conferences', async () => {
    await using kit = await startWriteKit();
    const { id } = await kit.insert({ ...hour(), ...request('r1') });
    expect(await kit.read(id)).not.toHaveProperty('conferenceData');
    await kit.patch(id, request('r1'), version);
    await kit.patch(id, { conferenceData: null });
    expect(await kit.read(id)).toHaveProperty('hangoutLink');
    await kit.patch(id, { conferenceData: null }, version);
    const removed = await kit.read(id);
    expect(removed).not.toHaveProperty('hangoutLink');
    expect(removed).not.toHaveProperty('conferenceData');
  });

  it('is refused for other types and without an id', async () => {
    await using kit = await startWriteKit();
    const path = eventsPath();
    for (const type of ['eventHangout', 'addOn', 'zoom']) {
      expect(
        await kit.refusal('POST', path, { body: { ...hour(), ...request('r1', type) }, ...version }),
      ).toMatchObject({
        status: 400,
        reason: 'invalid',
        message: 'Invalid conference type value.',
      });
    }
    expect(await kit.refusal('POST', path, { body: { ...hour(), ...request('') }, ...version })).toMatchObject({
      status: 400,
    });
  });

  it('is refused for a service account that acts for itself, not for one that acts for a person', async () => {
    await using kit = await startWriteKit();
    const key = await kit.emulator.createServiceAccountKey();
    const body = { ...hour(), ...request('r1') };
    expect(await kit.refusal('POST', eventsPath(), { person: key.client_email, body, ...version })).toMatchObject({
      status: 400,
      message: 'Invalid conference type value.',
    });
  });
});

describe('a conference that the client describes', () => {
  const video = { entryPointType: 'video', uri: 'https://meet.google.com/abc-defg-hij' };
  const solution = { key: { type: 'hangoutsMeet' } };
  const described = (entryPoints: object[], conferenceSolution: object = solution): object => ({
    ...hour(),
    conferenceData: { conferenceSolution, entryPoints, conferenceId: 'abc-defg-hij' },
  });

  it('is kept', async () => {
    await using kit = await startWriteKit();
    const phone = { entryPointType: 'phone', uri: 'tel:+49-30-1', pin: '123' };
    expect(await kit.insert(described([video, phone]), version)).toMatchObject({
      hangoutLink: video.uri,
      conferenceData: { conferenceSolution: solution, entryPoints: [video, phone], conferenceId: 'abc-defg-hij' },
    });
  });

  it.each([
    ['nothing to enter by', described([])],
    ['two videos', described([video, video])],
    ['only more', described([{ entryPointType: 'more', uri: 'https://x.example' }])],
    ['an unknown way in', described([{ entryPointType: 'door', uri: 'https://x.example' }])],
    ['an address that is too long', described([{ ...video, uri: `https://x.example/${'x'.repeat(1300)}` }])],
    ['another vendor', described([video], { key: { type: 'zoom' } })],
  ])('is refused with %s', async (_, body) => {
    await using kit = await startWriteKit();
    expect(await kit.refusal('POST', eventsPath(), { body, ...version })).toMatchObject({
      status: 400,
      reason: 'invalid',
    });
  });
});
