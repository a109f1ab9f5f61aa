import { readCalendar } from '../calendars/read-calendar.ts';
import type { GraphSession } from '../graph-session.ts';
import { isOthersPrivateItem } from '../mapping/event-mapping.ts';
import type { EventSurroundings } from '../mapping/event-mapping.ts';
import { holderOf, sameAddress } from '../mapping/holder.ts';
import type { Holder } from '../mapping/holder.ts';
import type { EventWire } from '../wire/event-wire.ts';
import type { EventParts } from './event-parts.ts';
import type { ReadLabel } from './find-occurrence.ts';

/** Options of {@link eventSurroundings}. */
export interface EventSurroundingsOptions {
  readonly calendarId: string;
  readonly parts: EventParts;
  readonly operation: string;
  readonly signal: AbortSignal;
}

/**
 * Collects what the events of a calendar do not say about themselves. The calendar is asked only when it matters: once about
 * its owner, when an event is worded from the owner's side; and each time about private items, when there are some of other
 * people, because that right can be taken back. A shared calendar without it sends them with a placeholder in the reader's
 * language, which must not be mistaken for a title.
 */
export async function eventSurroundings(
  session: GraphSession,
  events: readonly EventWire[],
  options: EventSurroundingsOptions,
): Promise<EventSurroundings> {
  const { calendarId, parts, operation, signal } = options;
  const selfAddress = session.account.address;
  const known = session.holders.get(calendarId);
  const isNeeded = events.some((event) =>
    known === undefined ? dependsOnHolder(event, selfAddress) : isOthersPrivateItem(event, known),
  );
  if (!isNeeded) {
    const holder = known ?? { isSelf: true, address: selfAddress };
    return { calendarId, selfAddress, holder, hidesPrivateItems: false, parts };
  }
  const calendar = await readCalendar(session.reader, {
    mailboxPath: session.mailboxPath,
    calendarId,
    operation,
    signal,
  });
  const holder = holderOf(calendar, selfAddress);
  session.holders.set(calendarId, holder);
  return { calendarId, selfAddress, holder, hidesPrivateItems: calendar.canViewPrivateItems === false, parts };
}

/** Whose calendar it is, who also organizes what is made in it. The calendar is asked once. */
export async function holderOfCalendar(
  session: GraphSession,
  calendarId: string,
  { operation, signal }: ReadLabel,
): Promise<Holder> {
  const known = session.holders.get(calendarId);
  if (known !== undefined) return known;
  const { reader, mailboxPath, account } = session;
  const holder = holderOf(await readCalendar(reader, { mailboxPath, calendarId, operation, signal }), account.address);
  session.holders.set(calendarId, holder);
  return holder;
}

/** Whether an event reads differently in another person's calendar. What the connected person called is theirs in any. */
function dependsOnHolder(event: EventWire, selfAddress: string | undefined): boolean {
  const isOwn = event.isOrganizer === true && sameAddress(event.organizer?.emailAddress?.address, selfAddress);
  return !isOwn;
}
