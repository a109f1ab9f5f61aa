/**
 * Carrying events and mailboxes from one service to another, with every loss named. Apart from the root because it loads Temporal, zod and
 * the zone table.
 *
 * @module
 */
export { eventCopy } from './event-copy.ts';
export type { EventCopy, EventCopyOptions } from './event-copy.ts';
export type { EventLoss, EventLossReason } from './event-loss.ts';
export { carryMailbox } from './carry-mailbox.ts';
export type { CarryMailboxOptions, TranslateIds } from './carry-mailbox.ts';
export type {
  CarriedPart,
  LostPartReason,
  StoredCalendar,
  StoredContactLink,
  StoredCursor,
  StoredEventLink,
  StoredPart,
} from './stored-parts.ts';
