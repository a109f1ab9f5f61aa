import { describe, expect, it } from 'vitest';
import type { WireEvent } from '../wire/event.ts';
import { mapParticipants } from './participants.ts';

const own = { address: 'ada@example.com', isSelfFlagOurs: true };
const event = (more: Partial<WireEvent>): WireEvent => ({ id: 'e1', ...more });

describe('mapParticipants', () => {
  it('lists the organizer once, with the answer of the attendee entry', () => {
    const mapped = mapParticipants(
      event({
        organizer: { email: 'ada@example.com', displayName: 'Ada', self: true },
        attendees: [
          { email: 'Ada@Example.com', organizer: true, self: true, responseStatus: 'tentative' },
          {
            email: 'bob@example.com',
            displayName: 'Bob',
            optional: true,
            responseStatus: 'needsAction',
            comment: 'late',
          },
        ],
      }),
      own,
    );
    expect(mapped).toEqual({
      organizer: { name: 'Ada', address: 'ada@example.com', isSelf: true, participationStatus: 'tentative' },
      attendees: [
        {
          name: 'Bob',
          address: 'bob@example.com',
          kind: 'individual',
          role: 'optional',
          participationStatus: 'needsAction',
          isSelf: false,
          comment: 'late',
        },
      ],
      attendeesOmitted: false,
      participationStatus: 'tentative',
    });
  });

  it('takes an organizer who is not invited for coming', () => {
    const mapped = mapParticipants(event({ organizer: { email: 'ada@example.com', self: true } }), own);
    expect(mapped.organizer?.participationStatus).toBe('accepted');
    expect(mapped.participationStatus).toBe('accepted');
  });

  it('does not list an organizer again whose entry lacks the flag', () => {
    const mapped = mapParticipants(
      event({
        organizer: { email: 'bob@example.com' },
        attendees: [{ email: 'BOB@example.com', responseStatus: 'declined' }],
      }),
      own,
    );
    expect(mapped).toMatchObject({ organizer: { participationStatus: 'declined' }, attendees: [] });
  });

  it('gives the answer of the account when somebody else invited it', () => {
    const mapped = mapParticipants(
      event({
        organizer: { email: 'bob@example.com' },
        attendees: [{ email: 'ada@example.com', self: true, responseStatus: 'declined' }],
      }),
      own,
    );
    expect(mapped).toMatchObject({ participationStatus: 'declined', organizer: { isSelf: false } });
  });

  it('does not take a colleague for the account in the colleague’s calendar', () => {
    const mapped = mapParticipants(
      event({
        organizer: { email: 'bob@example.com', self: true },
        attendees: [{ email: 'ADA@example.com', responseStatus: 'accepted' }],
      }),
      { address: 'ada@example.com', isSelfFlagOurs: false },
    );
    expect(mapped.organizer?.isSelf).toBe(false);
    expect(mapped.attendees[0]?.isSelf).toBe(true);
    expect(mapped.participationStatus).toBe('accepted');
  });

  it('keeps one entry an address, the account’s own when there are two', () => {
    const mapped = mapParticipants(
      event({
        attendees: [
          { email: 'ada@example.com', responseStatus: 'needsAction' },
          { email: 'ADA@example.com', self: true, responseStatus: 'accepted' },
          { displayName: 'Somebody' },
          { displayName: 'Somebody else' },
        ],
      }),
      own,
    );
    expect(
      mapped.attendees.map(({ address, name, participationStatus }) => address ?? name ?? participationStatus),
    ).toEqual(['ADA@example.com', 'Somebody', 'Somebody else']);
  });

  it('knows rooms, which are never optional', () => {
    const room = { email: 'c_1@resource.calendar.google.com', displayName: 'Room 4', resource: true, optional: true };
    expect(mapParticipants(event({ attendees: [room] }), own).attendees).toMatchObject([
      { kind: 'resource', role: 'required' },
    ]);
  });

  it.each([
    ['a cut list', { attendeesOmitted: true }, true],
    [
      'guests that are hidden from guests',
      { guestsCanSeeOtherGuests: false, organizer: { email: 'bob@example.com' } },
      true,
    ],
    [
      'guests hidden from others in the organizer’s copy',
      { guestsCanSeeOtherGuests: false, organizer: { email: 'ada@example.com', self: true } },
      false,
    ],
    ['nothing said', {}, false],
  ])('says whether the list is complete: %s', (_what, more, attendeesOmitted) => {
    expect(mapParticipants(event(more), own).attendeesOmitted).toBe(attendeesOmitted);
  });

  it('reads an answer it does not know as unknown', () => {
    const mapped = mapParticipants(
      event({ attendees: [{ email: 'ada@example.com', self: true, responseStatus: 'maybeLater' }] }),
      own,
    );
    expect(mapped.participationStatus).toBe('unknown');
  });

  it('has nobody in an event without people', () => {
    expect(mapParticipants(event({ organizer: {} }), own)).toEqual({
      attendees: [],
      attendeesOmitted: false,
      participationStatus: 'unknown',
    });
  });
});
