import type { ParticipationStatus } from '@kalends/core';
import { expect } from 'vitest';
import { addressOf } from '../fresh-company.ts';
import type { FreshCompany, InCompany } from '../fresh-company.ts';
import { on, repeats, times } from '../recurrences.ts';
import { timed } from '../writing-times.ts';

/** How somebody answered, as the organizer sees it. */
async function answerAt(
  company: FreshCompany,
  title: string,
  of: 'ada' | 'chitra',
): Promise<ParticipationStatus | undefined> {
  await company.settle();
  const { attendees } = await company.one(title, 'ben');
  return attendees.find(({ address }) => address?.toLowerCase() === addressOf(of))?.participationStatus;
}

/** Answers to invitations travel from one mailbox to the other. */
export function describeRespond(inCompany: InCompany): void {
  inCompany('events.respond', (company) => {
    /** Ben invites Ada and Chitra. @returns Ada's copy. */
    const invite = async (title: string): Promise<string> => {
      const attendees = [{ address: addressOf('ada') }, { address: addressOf('chitra') }];
      await company.create({ title, attendees }, 'ben');
      await company.settle();
      return (await company.one(title)).id;
    };

    for (const response of ['accepted', 'tentative'] as const) {
      company.test(`${response}: both calendars say so`, ['create', 'respond'], async () => {
        const title = `Answer ${response}`;
        const eventId = await invite(title);
        const answered = await company.as('ada').events.respond({ eventId, response, notifyOrganizer: true });
        expect(answered).toMatchObject({ title, participationStatus: response });
        expect(await company.one(title)).toMatchObject({ participationStatus: response });
        expect([await answerAt(company, title, 'ada'), await answerAt(company, title, 'chitra')]).toEqual([
          response,
          'needsAction',
        ]);
      });
    }

    company.test('declined: the organizer knows', ['create', 'respond'], async () => {
      const eventId = await invite('Answer declined');
      const answered = await company.as('ada').events.respond({ eventId, response: 'declined', notifyOrganizer: true });
      if (company.has('declinedMeetingsLeave')) {
        expect(answered).toBeUndefined();
        expect(await company.titled('Answer declined')).toEqual([]);
      } else expect(answered).toMatchObject({ participationStatus: 'declined' });
      expect(await answerAt(company, 'Answer declined', 'ada')).toBe('declined');
    });

    company.test('an answer can be changed', ['create', 'respond'], async () => {
      await invite('Changes her mind');
      for (const response of ['tentative', 'accepted'] as const) {
        // The copy may have another id after an answer.
        const { id: eventId } = await company.one('Changes her mind');
        await company.as('ada').events.respond({ eventId, response, notifyOrganizer: true });
        expect(await answerAt(company, 'Changes her mind', 'ada')).toBe(response);
      }
    });

    company.test('answers at the same time are both kept', ['create', 'respond'], async () => {
      const eventId = await invite('Both answer');
      const { id } = await company.one('Both answer', 'chitra');
      await Promise.all([
        company.as('ada').events.respond({ eventId, response: 'accepted', notifyOrganizer: true }),
        company.as('chitra').events.respond({ eventId: id, response: 'tentative', notifyOrganizer: true }),
      ]);
      expect([await answerAt(company, 'Both answer', 'ada'), await answerAt(company, 'Both answer', 'chitra')]).toEqual(
        ['accepted', 'tentative'],
      );
    });

    company.test('an answer does not change what the event says', ['create', 'respond'], async () => {
      const eventId = await invite('Says the same');
      const before = await company.as('ada').events.get({ eventId, include: ['body'] });
      await company.as('ada').events.respond({ eventId, response: 'accepted', notifyOrganizer: true });
      const after = await company.one('Says the same', 'ada', { include: ['body'] });
      for (const field of ['title', 'time', 'organizer', 'locations', 'iCalUid', 'privacy'] as const) {
        expect(after[field]).toEqual(before[field]);
      }
    });

    company.test('carries a comment, or refuses it', ['create', 'respond'], async () => {
      const eventId = await invite('Commented');
      const call = () =>
        company.as('ada').events.respond({
          eventId,
          response: 'tentative',
          notifyOrganizer: true,
          comment: 'Maybe & <perhaps> 🤔',
        });
      if (!company.writes().respond.comment) return company.refused(call);
      const mails = await company.mailsOf(call);
      expect(mails?.filter(({ hasComment }) => hasComment === false) ?? []).toEqual([]);
      expect(await answerAt(company, 'Commented', 'ada')).toBe('tentative');
    });

    company.test('carries another time, or refuses it', ['create', 'respond'], async () => {
      const eventId = await invite('Another time');
      const proposedTime = timed('2026-07-06', '16:00', '17:00');
      const call = () =>
        company.as('ada').events.respond({ eventId, response: 'tentative', notifyOrganizer: true, proposedTime });
      if (!company.writes().respond.proposedTime) return company.refused(call);
      const { time } = await company.one('Another time');
      const mails = await company.mailsOf(call);
      expect(mails?.filter(({ proposesNewTime }) => proposesNewTime === false) ?? []).toEqual([]);
      // A proposal moves nothing.
      expect((await company.one('Another time')).time).toEqual(time);
    });

    company.test('does not tell the organizer, or refuses not to', ['create', 'respond'], async () => {
      const eventId = await invite('Silent');
      const call = () => company.as('ada').events.respond({ eventId, response: 'accepted', notifyOrganizer: false });
      if (!company.writes().respond.silent) return company.refused(call);
      expect((await company.mailsOf(call)) ?? []).toEqual([]);
      expect(await company.one('Silent')).toMatchObject({ participationStatus: 'accepted' });
    });

    company.test('answers for one occurrence, or for all', ['create', 'respond'], async () => {
      const title = 'Answered by occurrence';
      const recurrence = repeats(times(3), on('mo'));
      await company.create(
        { title, time: timed('2026-11-02'), recurrence, attendees: [{ address: addressOf('ada') }] },
        'ben',
      );
      await company.settle();
      const answers = async (): Promise<readonly ParticipationStatus[]> =>
        (await company.titled(title)).map(({ participationStatus }) => participationStatus);
      const [, second] = await company.titled(title);
      const masterId = second !== undefined && 'masterId' in second ? second.masterId : '';
      const { seriesScopes } = company.writes();
      const respond = (scope: 'occurrence' | 'all', response: 'accepted' | 'tentative') => () =>
        company.as('ada').events.respond({
          masterId,
          recurrenceId: '2026-11-09T09:00:00Z',
          scope,
          response,
          notifyOrganizer: true,
        });
      if (seriesScopes.respond.includes('occurrence')) {
        await respond('occurrence', 'tentative')();
        expect(await answers()).toEqual(['needsAction', 'tentative', 'needsAction']);
      } else await company.refused(respond('occurrence', 'tentative'));
      if (seriesScopes.respond.includes('all')) {
        await respond('all', 'accepted')();
        const [one, , three] = await answers();
        expect([one, three]).toEqual(['accepted', 'accepted']);
      } else await company.refused(respond('all', 'accepted'));
    });

    company.test('is nothing for one’s own event', ['create', 'respond'], async () => {
      const { id: eventId } = await company.create({ title: 'My own', attendees: [{ address: addressOf('ben') }] });
      await company.unchanged('accessDenied', () =>
        company.as('ada').events.respond({ eventId, response: 'accepted', notifyOrganizer: true }),
      );
    });

    company.test(
      'is refused for an event that is not there, and without a proposal that fits',
      ['create', 'respond'],
      async () => {
        const { id: eventId } = await company.create({ title: 'Answer to nothing' });
        await company.as('ada').events.delete({ eventId, notify: 'nobody' });
        await company.unchanged('notFound', () =>
          company.as('ada').events.respond({ eventId, response: 'accepted', notifyOrganizer: true }),
        );
        const proposedTime = timed('2026-07-06', '16:00', '17:00');
        await company.unchanged('invalidArgument', () =>
          company.as('ada').events.respond({ eventId, response: 'accepted', notifyOrganizer: true, proposedTime }),
        );
      },
    );
  });
}
