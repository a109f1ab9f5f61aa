import { AccessControlList } from './access-control-list.ts';
import { omitDefaults } from './event-resource.ts';
import type { GoogleEventChange, GoogleEventResource } from './event-resource.ts';
import { expandSeries, isEndless } from './recurrence.ts';
import type { Slot } from './recurrence.ts';
import { placeInTime } from './zoned-time.ts';

/** An event as stored: replaced as a whole on every change, so that derived data can be cached by identity. */
export interface StoredEvent {
  readonly id: string;
  readonly resource: GoogleEventResource;
  readonly startMs: number;
  readonly endMs: number;
  /** Place in the calendar's stable order; kept through changes. */
  readonly order: number;
  /** Place in the change log: grows with every change. */
  readonly position: number;
  readonly updatedMs: number;
  /** Once cancelled, only the id is shown: this copy was called off by somebody else. */
  readonly isBare: boolean;
  /** An exception whose slot a change of the master took away: seen in deltas only. */
  readonly isDropped: boolean;
}

/** Where change stamps come from; shared by all calendars of an emulator. */
export interface ChangeStamps {
  next(): { readonly updatedMs: number; readonly updated: string; readonly etag: string; readonly position: number };
  now(): number;
}

/** What a calendar is from the start. */
export interface CalendarSettings {
  readonly id: string;
  readonly summary: string;
  readonly timeZone: string;
  readonly dataOwner?: string | undefined;
}

/** One calendar with its events and their change log. */
export class CalendarStore {
  readonly id: string;
  readonly timeZone: string;
  /** Title, the same for everybody. */
  readonly summary: string;
  /** Address of the account that holds the data of a secondary calendar. */
  readonly dataOwner: string | undefined;
  /** Etag of the calendar itself, whatever happens to its events. */
  readonly etag: string;
  readonly acl: AccessControlList;
  readonly events: Map<string, StoredEvent> = new Map();
  /** The owner's Calendar service is off: nobody reaches the calendar, and invitations don't either. */
  isSwitchedOff = false;
  /** Sync tokens given out before this log position are void. */
  syncFloor = 0;
  position = 0;
  updated: string;

  readonly #stamps: ChangeStamps;
  readonly #horizonMs: number;
  readonly #exceptions = new Map<string, Set<string>>();
  readonly #slots = new WeakMap<StoredEvent, { throughMs: number; slots: readonly Slot[] }>();
  #order = 0;

  constructor(options: CalendarSettings & { stamps: ChangeStamps; horizonMs: number }) {
    this.id = options.id;
    this.timeZone = options.timeZone;
    this.summary = options.summary;
    this.dataOwner = options.dataOwner;
    this.acl = new AccessControlList(options.stamps);
    this.#stamps = options.stamps;
    this.#horizonMs = options.horizonMs;
    const { updated, etag } = options.stamps.next();
    this.updated = updated;
    this.etag = etag;
  }

  /** Stores `resource` under its id, new or changed, and gives it a new `etag` and, unless told otherwise, `updated`. */
  put(id: string, resource: GoogleEventChange, flags: PutFlags = {}): StoredEvent {
    const previous = this.events.get(id);
    const next = this.#stamps.next();
    const { updated, updatedMs } = flags.keepsUpdated === true && previous !== undefined ? stampOf(previous) : next;
    const stamp = { ...next, updated: updated ?? next.updated, updatedMs };
    const { start, end, originalStartTime } = resource;
    const from = start ?? originalStartTime;
    if (from === undefined) throw new RangeError('An event has a start');
    const startMs = placeInTime(from, this.timeZone);
    const stored: StoredEvent = {
      id,
      resource: omitDefaults({ ...resource, id, etag: stamp.etag, updated: stamp.updated }),
      startMs,
      endMs: end === undefined ? startMs : placeInTime(end, this.timeZone),
      order: previous?.order ?? (this.#order += 1),
      position: stamp.position,
      updatedMs: stamp.updatedMs,
      isBare: flags.isBare ?? false,
      isDropped: flags.isDropped ?? false,
    };
    if (stored.endMs < startMs) throw new RangeError('An event ends after it starts');
    // Refuses a rule that can't be expanded before anything refers to it.
    if (resource.recurrence !== undefined) this.slots(stored, startMs);
    this.events.set(id, stored);
    this.position = stamp.position;
    this.updated = stamp.updated;
    const masterId = resource.recurringEventId;
    if (masterId !== undefined) this.#exceptions.set(masterId, (this.#exceptions.get(masterId) ?? new Set()).add(id));
    return stored;
  }

  /** The stored exceptions of a series, cancelled ones included, dropped ones not. */
  exceptionsOf(masterId: string): readonly StoredEvent[] {
    const ids = this.#exceptions.get(masterId);
    if (ids === undefined) return [];
    return [...ids].flatMap((id) => {
      const stored = this.events.get(id);
      return stored === undefined || stored.isDropped ? [] : [stored];
    });
  }

  /** The slots of a series that start no later than `throughMs` or the horizon for endless series. */
  slots(master: StoredEvent, throughMs: number): readonly Slot[] {
    const { start, recurrence } = master.resource;
    if (start === undefined || recurrence === undefined) return [];
    const limit = isEndless(recurrence) ? Math.min(throughMs, this.#stamps.now() + this.#horizonMs) : throughMs;
    const known = this.#slots.get(master);
    if (known !== undefined && known.throughMs >= limit) return upTo(known.slots, limit);
    const slots = expandSeries({ start, recurrence }, this.timeZone, limit);
    this.#slots.set(master, { throughMs: limit, slots });
    return slots;
  }

  /**
   * The slots of {@link slots} one after the other. An endless series is expanded only as far as somebody reads: a page needs
   * some of its slots, never those of ten years.
   */
  *walkSlots(master: StoredEvent, throughMs: number, fromMs: number): Generator<Slot, void, void> {
    const { recurrence } = master.resource;
    const isWhole = recurrence === undefined || !isEndless(recurrence);
    const limit = isWhole ? throughMs : Math.min(throughMs, this.#stamps.now() + this.#horizonMs);
    let reachMs = isWhole ? limit : Math.max(master.startMs, fromMs);
    let at = 0;
    for (let spanMs = firstSpanMs; ; spanMs *= 2) {
      reachMs = Math.min(reachMs + spanMs, limit);
      const slots = this.slots(master, reachMs);
      for (; at < slots.length; at += 1) {
        const slot = slots[at];
        if (slot !== undefined) yield slot;
      }
      if (reachMs >= limit) return;
    }
  }

  /** The master and slot that an instance id names, whether or not an exception is stored for it. */
  findSlot(instanceId: string): { readonly master: StoredEvent; readonly slot: Slot } | undefined {
    const [, masterId, stamp] = /^(.+)_(\d{8}(?:T\d{6}Z)?)$/.exec(instanceId) ?? [];
    if (masterId === undefined || stamp === undefined) return undefined;
    const master = this.events.get(masterId);
    if (master === undefined) return undefined;
    // One day more than the stamp says: an all-day slot lies at midnight of the calendar's zone.
    const day = Date.UTC(Number(stamp.slice(0, 4)), Number(stamp.slice(4, 6)) - 1, Number(stamp.slice(6, 8)));
    const slot = this.slots(master, day + 2 * dayMs).find((other) => other.stamp === stamp);
    return slot === undefined ? undefined : { master, slot };
  }
}

/** What is special about a change. */
export interface PutFlags {
  readonly isBare?: boolean;
  readonly isDropped?: boolean;
  /** The change is none that `updated` tells of: reminders alone. */
  readonly keepsUpdated?: boolean;
}

function stampOf({ resource, updatedMs }: StoredEvent): { updated: string | undefined; updatedMs: number } {
  return { updated: resource.updated, updatedMs };
}

const dayMs = 86_400_000;

/** How far an endless series is expanded at first. */
const firstSpanMs = 366 * dayMs;

function upTo(slots: readonly Slot[], limit: number): readonly Slot[] {
  let low = 0;
  let high = slots.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((slots[middle]?.startMs ?? Infinity) <= limit) low = middle + 1;
    else high = middle;
  }
  return low === slots.length ? slots : slots.slice(0, low);
}
