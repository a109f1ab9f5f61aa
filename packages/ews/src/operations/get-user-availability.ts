import type { CalendarError } from '@kalends/core';
import { formatInstant } from '@kalends/core/time';
import { responseMessageError } from '../errors/response-error.ts';
import { exchangeCall } from '../http/exchange-call.ts';
import type { ExchangeCall } from '../http/exchange-call.ts';
import { escapeXml } from '../soap/escape-xml.ts';
import { availabilityShape } from '../wire/availability-shape.ts';
import type { WireFreeBusyView } from '../wire/availability-shape.ts';
import { expectMessages } from './response-messages.ts';

/** Minutes that one digit of a merged view stands for: the least the schema allows, so that a group is as exact as can be. */
export const mergedMinutes = 5;

/** What became of the question about one mailbox. */
export type AvailabilityResult =
  | { readonly kind: 'done'; readonly value: WireFreeBusyView }
  | { readonly kind: 'failed'; readonly error: CalendarError };

/**
 * UTC, written as rules: it is how every server version reads and writes times here, which have no offset. Clocks that never
 * change are those without a month.
 */
const utcXml =
  '<t:TimeZone><t:Bias>0</t:Bias>' +
  ['StandardTime', 'DaylightTime']
    .map(
      (name) =>
        `<t:${name}><t:Bias>0</t:Bias><t:Time>00:00:00</t:Time><t:DayOrder>0</t:DayOrder>` +
        `<t:Month>0</t:Month><t:DayOfWeek>Sunday</t:DayOfWeek></t:${name}>`,
    )
    .join('') +
  '</t:TimeZone>';

/**
 * GetUserAvailability: the times that mailboxes are taken, in UTC, without titles. A group is answered by a merged view only,
 * one digit for each five minutes.
 *
 * @param options.mailboxes - Addresses, at most 100. The results are in their order.
 * @see {@link https://learn.microsoft.com/exchange/client-developer/web-service-reference/getuseravailability-operation | GetUserAvailability}
 */
export function getUserAvailability(options: {
  readonly mailboxes: readonly string[];
  readonly startMs: number;
  readonly endMs: number;
}): ExchangeCall<readonly AvailabilityResult[]> {
  const { mailboxes, startMs, endMs } = options;
  return exchangeCall({
    responseName: 'GetUserAvailabilityResponse',
    request: () =>
      `<m:GetUserAvailabilityRequest>${utcXml}` +
      `<m:MailboxDataArray>${mailboxes.map(mailboxXml).join('')}</m:MailboxDataArray>` +
      `<t:FreeBusyViewOptions><t:TimeWindow><t:StartTime>${wallTime(startMs)}</t:StartTime>` +
      `<t:EndTime>${wallTime(endMs)}</t:EndTime></t:TimeWindow>` +
      `<t:MergedFreeBusyIntervalInMinutes>${mergedMinutes}</t:MergedFreeBusyIntervalInMinutes>` +
      `<t:RequestedView>FreeBusyMerged</t:RequestedView></t:FreeBusyViewOptions></m:GetUserAvailabilityRequest>`,
    response: availabilityShape,
    read(response, context) {
      const answers = response.FreeBusyResponseArray?.FreeBusyResponse?.map((answer) => ({
        ...answer.ResponseMessage,
        view: answer.FreeBusyView,
      }));
      return expectMessages(answers, mailboxes.length, context).map((message): AvailabilityResult => {
        if (message.ResponseClass === 'Success') return { kind: 'done', value: message.view ?? {} };
        return { kind: 'failed', error: responseMessageError(message, context) };
      });
    },
  });
}

function mailboxXml(address: string): string {
  return (
    `<t:MailboxData><t:Email><t:Address>${escapeXml(address, 'mailboxes')}</t:Address></t:Email>` +
    `<t:AttendeeType>Required</t:AttendeeType></t:MailboxData>`
  );
}

function wallTime(instantMs: number): string {
  return formatInstant(instantMs).slice(0, -1);
}
