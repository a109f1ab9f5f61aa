import { describe, expect, it } from 'vitest';
import type { WireItem, WireMailbox } from '../wire/calendar-item-shape.ts';
import { participantsOf } from './participant-mapping.ts';

const self = 'Ada@tidewater.example';
const mailbox = (address: string, more: WireMailbox = {}): WireMailbox => ({
  EmailAddress: address,
  RoutingType: 'SMTP',
  MailboxType: 'Mailbox',
  ...more,
});
const list = (...entries: readonly (readonly [WireMailbox, string?])[]): NonNullable<WireItem['Resources']> => ({
  Attendee: entries.map(([Mailbox, ResponseType]) => ({
    Mailbox,
    ...(ResponseType === undefined ? {} : { ResponseType }),
  })),
});

describe('participantsOf', () => {
  it('names the organizer once and not among the attendees', () => {
    const people = participantsOf(
      {
        Organizer: { Mailbox: mailbox('ben@tidewater.example', { Name: 'Ben' }) },
        MyResponseType: 'Accept',
        RequiredAttendees: list(
          [mailbox('BEN@tidewater.example'), 'Unknown'],
          [mailbox('ada@tidewater.example'), 'Unknown'],
          [mailbox('other@tidewater.example'), 'Organizer'],
        ),
      },
      self,
    );
    expect(people).toEqual({
      organizer: { name: 'Ben', address: 'ben@tidewater.example', isSelf: false, participationStatus: 'accepted' },
      attendees: [
        {
          address: 'ada@tidewater.example',
          kind: 'individual',
          role: 'required',
          participationStatus: 'accepted',
          isSelf: true,
        },
      ],
      participationStatus: 'accepted',
    });
  });

  it('lists an address once, with what each list knows of it', () => {
    const { attendees } = participantsOf(
      {
        MyResponseType: 'Organizer',
        RequiredAttendees: list([mailbox('Room1@tidewater.example'), 'Unknown']),
        OptionalAttendees: list([mailbox('dana@partner.example', { MailboxType: 'OneOff' }), 'Decline']),
        Resources: list([mailbox('room1@tidewater.example', { Name: 'Room 1' }), 'Accept']),
      },
      self,
    );
    expect(attendees).toEqual([
      {
        name: 'Room 1',
        address: 'Room1@tidewater.example',
        kind: 'resource',
        role: 'required',
        participationStatus: 'accepted',
        isSelf: false,
      },
      {
        address: 'dana@partner.example',
        kind: 'individual',
        role: 'optional',
        participationStatus: 'declined',
        isSelf: false,
      },
    ]);
  });

  it.each([
    ['an X.500 name', mailbox('/O=TIDEWATER/CN=RECIPIENTS/CN=OLD', { Name: 'Old', RoutingType: 'EX' })],
    ['an X.500 name with an at sign', mailbox('/o=x/cn=a@b', { Name: 'Old', RoutingType: 'EX' })],
    ['a fax number', mailbox('+1 425 555 0199', { Name: 'Old', RoutingType: 'FAX' })],
    ['nothing', { Name: 'Old' }],
  ])('keeps the name and drops the address when it is %s', (_name, wire) => {
    const { attendees } = participantsOf({ MyResponseType: 'Organizer', RequiredAttendees: list([wire]) }, self);
    expect(attendees).toMatchObject([{ name: 'Old' }]);
    expect(attendees[0]).not.toHaveProperty('address');
  });

  it.each([
    ['Mailbox', 'individual'],
    ['OneOff', 'individual'],
    ['PublicDL', 'group'],
    ['PrivateDL', 'group'],
    ['GroupMailbox', 'group'],
    ['PublicFolder', 'unknown'],
    ['Hologram', 'unknown'],
  ])('reads mailbox type %s as %s', (MailboxType, kind) => {
    const wire = mailbox('x@tidewater.example', { MailboxType });
    expect(participantsOf({ RequiredAttendees: list([wire]) }, self).attendees).toMatchObject([{ kind }]);
  });

  it.each([
    ['Organizer', 'accepted', true],
    ['Accept', 'accepted', false],
    ['Tentative', 'tentative', false],
    ['Decline', 'declined', false],
    ['NoResponseReceived', 'needsAction', false],
    ['Unknown', 'unknown', false],
    ['Perhaps', 'unknown', false],
  ])('reads the own answer %s as %s', (MyResponseType, status, isSelf) => {
    const item = {
      MyResponseType,
      Organizer: { Mailbox: mailbox('ben@tidewater.example') },
      RequiredAttendees: list([mailbox('x@tidewater.example')]),
    };
    const people = participantsOf(item, self);
    expect(people).toMatchObject({ participationStatus: status, organizer: { isSelf } });
  });

  it.each(['Unknown', 'Organizer', undefined])(
    'takes an appointment nobody is invited to as one’s own (%s)',
    (answer) => {
      const item = {
        Organizer: { Mailbox: { Name: 'Ada' } },
        ...(answer === undefined ? {} : { MyResponseType: answer }),
      };
      expect(participantsOf(item, undefined)).toEqual({
        organizer: { name: 'Ada', isSelf: true, participationStatus: 'accepted' },
        attendees: [],
        participationStatus: 'accepted',
      });
    },
  );

  it('has no organizer when the service names none', () => {
    expect(participantsOf({}, self)).not.toHaveProperty('organizer');
  });

  it('drops an entry that has neither name nor address', () => {
    expect(participantsOf({ RequiredAttendees: list([{}]) }, self).attendees).toEqual([]);
  });
});
