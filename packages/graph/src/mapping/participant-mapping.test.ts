import { describe, expect, it, test } from 'vitest';
import { wireEvent } from '../../test/support/graph-answers.ts';
import { eventWireSchema } from '../wire/event-wire.ts';
import type { Holder } from './holder.ts';
import { mapParticipants } from './participant-mapping.ts';
import type { Participants } from './participant-mapping.ts';

const bo = { name: 'Bo Marsh', address: 'bo@tidewater.example' };
const ada = { name: 'Ada Quay', address: 'ada@tidewater.example' };

function entry(emailAddress: unknown, response = 'none', type = 'required'): unknown {
  return { type, status: { response, time: '0001-01-01T00:00:00Z' }, emailAddress };
}

const self = 'ada@tidewater.example';

function participants(
  overrides: Readonly<Record<string, unknown>>,
  holder: Holder = { isSelf: true, address: self },
): Participants {
  return mapParticipants(eventWireSchema.parse(wireEvent(overrides)), { selfAddress: self, holder });
}

describe('mapParticipants', () => {
  it("reads the organizer's copy: nobody stands twice, no answer yet is awaited", () => {
    expect(
      participants({ attendees: [entry(bo), entry({ address: 'harbour@tidewater.example' }, 'accepted', 'resource')] }),
    ).toEqual({
      organizer: { ...ada, isSelf: true, participationStatus: 'accepted' },
      attendees: [
        { ...bo, kind: 'individual', role: 'required', participationStatus: 'needsAction', isSelf: false },
        {
          address: 'harbour@tidewater.example',
          kind: 'resource',
          role: 'required',
          participationStatus: 'accepted',
          isSelf: false,
        },
      ],
      participationStatus: 'accepted',
    });
  });

  it("reads an invitee's copy: the organizer's second entry goes, own answer comes from the event, others' are unknown", () => {
    const copy = participants({
      isOrganizer: false,
      responseStatus: { response: 'tentativelyAccepted' },
      organizer: { emailAddress: bo },
      attendees: [
        entry({ ...bo, address: 'BO@tidewater.example' }),
        entry({ ...ada, address: 'ADA@Tidewater.example' }),
        entry({ name: 'Cy', address: 'cy@tidewater.example' }, 'none', 'optional'),
      ],
    });
    expect(copy.organizer).toEqual({ ...bo, isSelf: false, participationStatus: 'accepted' });
    expect(copy.participationStatus).toBe('tentative');
    expect(copy.attendees).toEqual([
      expect.objectContaining({ address: 'ADA@Tidewater.example', isSelf: true, participationStatus: 'tentative' }),
      expect.objectContaining({ name: 'Cy', role: 'optional', participationStatus: 'unknown', isSelf: false }),
    ]);
  });

  it('lists an address once, keeps people without one, drops empty entries', () => {
    const { attendees } = participants({
      attendees: [
        entry(bo),
        entry({ name: 'Bo again', address: 'Bo@Tidewater.Example' }),
        entry({ name: 'Guest' }),
        entry({}),
        entry(null),
        { type: 'somethingNew', emailAddress: { address: 'x@y.example' } },
      ],
    });
    expect(attendees.map(({ name, address, kind }) => [name, address, kind])).toEqual([
      ['Bo Marsh', 'bo@tidewater.example', 'individual'],
      ['Guest', undefined, 'individual'],
      [undefined, 'x@y.example', 'unknown'],
    ]);
  });

  test.each([
    ['organizer', 'accepted'],
    ['accepted', 'accepted'],
    ['tentativelyAccepted', 'tentative'],
    ['declined', 'declined'],
    ['notResponded', 'needsAction'],
    ['none', 'unknown'],
    ['somethingNew', 'unknown'],
    [undefined, 'unknown'],
  ])('reads the own answer %s of an invitee as %s', (response, status) => {
    expect(participants({ isOrganizer: false, responseStatus: { response } }).participationStatus).toBe(status);
  });

  describe('in the calendar of somebody else', () => {
    const ofBo: Holder = { isSelf: false, address: 'BO@tidewater.example' };

    it('does not take the owner’s meetings for own ones', () => {
      const copy = participants({ isOrganizer: true, organizer: { emailAddress: bo }, attendees: [entry(ada)] }, ofBo);
      expect(copy.organizer).toEqual({ ...bo, isSelf: false, participationStatus: 'accepted' });
      expect(copy.participationStatus).toBe('needsAction');
      expect(copy.attendees).toEqual([expect.objectContaining({ isSelf: true, participationStatus: 'needsAction' })]);
    });

    it('does not take the owner’s answer for the own one', () => {
      const invited = { isOrganizer: false, responseStatus: { response: 'declined' } };
      const cy = { emailAddress: { name: 'Cy', address: 'cy@tidewater.example' } };
      const copy = participants({ ...invited, organizer: cy, attendees: [entry(bo), entry(ada, 'accepted')] }, ofBo);
      expect(copy.participationStatus).toBe('accepted');
      expect(
        copy.attendees.map(({ address, participationStatus, isSelf }) => [address, participationStatus, isSelf]),
      ).toEqual([
        [bo.address, 'declined', false],
        [ada.address, 'accepted', true],
      ]);
      expect(participants({ ...invited, organizer: cy, attendees: [entry(bo)] }, ofBo).participationStatus).toBe(
        'unknown',
      );
      expect(participants({ ...invited, attendees: [entry(bo)] }, ofBo)).toMatchObject({
        organizer: { isSelf: true },
        participationStatus: 'accepted',
      });
    });
  });

  it('has no organizer where the service names none', () => {
    expect(participants({ organizer: null })).not.toHaveProperty('organizer');
    expect(participants({ organizer: { emailAddress: { name: '', address: '' } } })).not.toHaveProperty('organizer');
  });
});
