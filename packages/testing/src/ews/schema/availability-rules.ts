import { isAnything, isBoolean, isDateTime, isInteger, isOneOf, messages, open, textRule, typed } from './rule.ts';
import type { ElementRule } from './rule.ts';

const integer = textRule(isInteger);
const dateTime = textRule(isDateTime);
const zoneTime: ElementRule = {
  sequence: [
    typed(1, 1, { Bias: integer }),
    typed(1, 1, { Time: textRule(isAnything) }),
    typed(1, 1, { DayOrder: integer }),
    typed(1, 1, { Month: integer }),
    typed(1, 1, {
      DayOfWeek: textRule(
        isOneOf(
          'Sunday',
          'Monday',
          'Tuesday',
          'Wednesday',
          'Thursday',
          'Friday',
          'Saturday',
          'Day',
          'Weekday',
          'WeekendDay',
        ),
      ),
    }),
    typed(0, 1, { Year: textRule(isAnything) }),
  ],
};
const duration: ElementRule = {
  sequence: [typed(1, 1, { StartTime: dateTime }), typed(1, 1, { EndTime: dateTime })],
};

/** The operation that tells when people are busy (messages.xsd, GetUserAvailabilityRequestType). */
export const availabilityRules: Readonly<Record<string, ElementRule>> = {
  GetUserAvailabilityRequest: {
    sequence: [
      typed(0, 1, {
        TimeZone: {
          sequence: [
            typed(1, 1, { Bias: integer }),
            typed(1, 1, { StandardTime: zoneTime }),
            typed(1, 1, { DaylightTime: zoneTime }),
          ],
        },
      }),
      messages(1, 1, {
        MailboxDataArray: {
          sequence: [
            typed(0, Infinity, {
              MailboxData: {
                sequence: [
                  typed(1, 1, {
                    Email: {
                      sequence: [
                        typed(0, 1, { Name: textRule(isAnything) }),
                        typed(1, 1, { Address: textRule(isAnything) }),
                        typed(0, 1, { RoutingType: textRule(isAnything) }),
                      ],
                    },
                  }),
                  typed(1, 1, {
                    AttendeeType: textRule(isOneOf('Organizer', 'Required', 'Optional', 'Room', 'Resource')),
                  }),
                  typed(0, 1, { ExcludeConflicts: textRule(isBoolean) }),
                ],
              },
            }),
          ],
        },
      }),
      typed(0, 1, {
        FreeBusyViewOptions: {
          sequence: [
            typed(1, 1, { TimeWindow: duration }),
            typed(0, 1, { MergedFreeBusyIntervalInMinutes: integer }),
            typed(0, 1, {
              RequestedView: textRule(
                isOneOf('None', 'MergedOnly', 'FreeBusy', 'FreeBusyMerged', 'Detailed', 'DetailedMerged'),
              ),
            }),
          ],
        },
      }),
      typed(0, 1, { SuggestionsViewOptions: open }),
    ],
  },
};
