import type { CalendarConnection, CalendarEvent, EventInstance } from '@kalends/core';
import type { ConformanceSubject } from './conformance-subject.ts';

/** What the parts of the suite share. Connections exist only while tests run, so they are asked for. */
export interface Suite {
  subject(): ConformanceSubject;
  /** The connection to Ada's mailbox that all tests share. */
  ada(): CalendarConnection;
  /** Ada's primary calendar in the compared window, placed in Berlin; `extra` replaces options. */
  list(extra?: object): Promise<EventInstance[]>;
  /** The one event of that list with this title. */
  find(title: string, extra?: object): Promise<EventInstance>;
}

/** The series that an occurrence belongs to; fails for anything else. */
export function masterIdOf(event: CalendarEvent): string {
  if (!('masterId' in event)) throw new Error(`'${event.title ?? event.id}' is no member of a series`);
  return event.masterId;
}
