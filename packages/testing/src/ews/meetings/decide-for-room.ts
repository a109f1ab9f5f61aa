import { busyTimes } from '../availability/busy-times.ts';
import type { Account } from '../store/account.ts';
import { occurrenceView, storedView, viewsInWindow } from '../store/item-views.ts';
import type { ItemView } from '../store/item-views.ts';
import type { StoredCalendarItem } from '../store/stored-item.ts';
import type { Instance, Post } from './post.ts';

// A series without an end is looked at as far as a calendar view reaches.
const horizonMs = 2 * 366 * 86_400_000;

/**
 * Decides about a meeting as a room does by itself: it accepts what is free for the whole meeting, a series only when
 * every occurrence is, and declines everything else.
 */
export function decideForRoom(
  { store, now }: Post,
  item: StoredCalendarItem,
  room: Account,
  instance: Instance | undefined,
): 'accepted' | 'declined' {
  const wanted = wantedTimes(item, instance, now).filter(({ content }) => content.end > content.start);
  if (wanted.length === 0) return 'accepted';
  const from = Math.min(...wanted.map(({ content }) => content.start));
  const to = Math.max(...wanted.map(({ content }) => content.end));
  const taken = busyTimes(store, room, from, to).filter(
    ({ view, status }) => status !== 'Free' && view.content.uid !== item.content.uid,
  );
  const isFree = wanted.every(({ content }) =>
    taken.every((other) => other.end <= content.start || other.start >= content.end),
  );
  return isFree ? 'accepted' : 'declined';
}

function wantedTimes(item: StoredCalendarItem, instance: Instance | undefined, now: number): readonly ItemView[] {
  const { series } = item.content;
  if (series === undefined) return [storedView(item)];
  if (instance !== undefined) {
    const occurrence = series.at(instance.wall);
    return occurrence === undefined ? [] : [occurrenceView(item, occurrence)];
  }
  return viewsInWindow(item, now, Math.max(now, item.content.start) + horizonMs);
}
