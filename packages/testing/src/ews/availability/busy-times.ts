import type { Account } from '../store/account.ts';
import { shownBusyStatus } from '../store/calendar-content.ts';
import type { BusyStatus } from '../store/calendar-content.ts';
import type { ExchangeStore } from '../store/exchange-store.ts';
import { viewsInWindow } from '../store/item-views.ts';
import type { ItemView } from '../store/item-views.ts';

/** A time at which somebody has something in the calendar. */
export interface BusyTime {
  readonly start: number;
  readonly end: number;
  readonly status: BusyStatus;
  readonly view: ItemView;
}

/** What lies in somebody's default calendar between two instants, whole even where it reaches beyond, by start. */
export function busyTimes(store: ExchangeStore, account: Account, from: number, to: number): readonly BusyTime[] {
  return store.items
    .in(store.distinguishedFolder(account, 'calendar'))
    .flatMap((item) => (item.type === 'calendar' ? viewsInWindow(item, from, to) : []))
    .filter(({ content }) => content.end > from || content.start === content.end)
    .map((view) => ({
      start: view.content.start,
      end: view.content.end,
      status: shownBusyStatus(view.content),
      view,
    }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
}
