import { describe, expect, it } from 'vitest';
import type { RoomProcessing } from '../../src/graph/mailbox-seed.ts';
import { companyWith, meeting, november, startRig } from './fixture.ts';
import type { Rig } from './fixture.ts';

const company = companyWith(
  meeting('Review', {
    description: 'the plan',
    conferenceUrl: 'https://meet.example/room-1',
    privacy: 'private',
    invitees: [{ who: 'harbor', response: 'accepted' }],
    series: {
      rule: 'FREQ=DAILY;COUNT=2',
      exceptions: [{ originalStart: '2026-11-18T09:00:00', title: 'Second review' }],
    },
  }),
);

interface Seen {
  readonly subjects: readonly string[];
  readonly hasBody: boolean;
  readonly sensitivity: unknown;
}

async function view(rig: Rig, address: string): Promise<Seen> {
  const { accessToken } = rig.emulator.issueAppToken();
  const { value } = (await rig.get(`/users/${address}/calendarView?${november}`, { token: accessToken })).body;
  return {
    subjects: value.map(({ subject }) => subject),
    hasBody: value[0].body.content.includes('the plan') && value[0].body.content.includes('meet.example'),
    sensitivity: Object(value[0])['sensitivity'],
  };
}

const whole: Seen = { subjects: ['Review', 'Second review'], hasBody: true, sensitivity: 'private' };

describe('a room', () => {
  it('leaves confidential meetings confidential', async () => {
    const invitees = [{ who: 'harbor', response: 'accepted' }] as const;
    await using rig = await startRig({
      company: companyWith(meeting('one', { privacy: 'confidential', invitees })),
      mailboxes: { harbor: { processing: { removePrivateProperty: true } } },
    });
    const token = rig.emulator.issueAppToken().accessToken;
    const { value } = (await rig.get('/users/harbor@tidewater.example/events', { token })).body;
    expect(value[0]).toMatchObject({ sensitivity: 'confidential' });
  });

  it.each<[RoomProcessing, Partial<Seen>]>([
    [{}, {}],
    [{ addOrganizerToSubject: true }, { subjects: ['Ada Brook Review', 'Ada Brook Second review'] }],
    [{ deleteSubject: true }, { subjects: ['', ''] }],
    [{ addOrganizerToSubject: true, deleteSubject: true }, { subjects: ['Ada Brook', 'Ada Brook'] }],
    [{ deleteComments: true }, { hasBody: false }],
    [{ removePrivateProperty: true }, { sensitivity: 'normal' }],
  ])('changes invitations as %o says, in its own calendar only', async (processing, change) => {
    await using rig = await startRig({ company, mailboxes: { harbor: { processing } } });
    expect(await view(rig, 'harbor@tidewater.example')).toEqual({ ...whole, ...change });
    expect(await view(rig, 'ada@tidewater.example')).toEqual(whole);
  });
});
