import type { AllDayEventTime, EventStatus, TimedEventTime } from '@kalends/core';
import type { SanitizedParticipant, SanitizedRoom } from '@kalends/sanitize';
import type { AskFailure } from '../connections/ask-person.ts';
import type { ProviderSlug } from '../connections/provider-slot.ts';

/** An event as the agenda shows it: sanitized, and with its times in the viewer's zone. */
export interface AgendaEvent {
  /** The person whose calendar it stands in. */
  readonly person: string;
  readonly provider: ProviderSlug;
  /** Opaque; no two events of an agenda have the same, and an event keeps its own while the person is connected. */
  readonly key: string;
  readonly kind: 'single' | 'occurrence' | 'exception';
  readonly status: EventStatus;
  readonly title?: string;
  readonly time: TimedEventTime | AllDayEventTime;
  readonly description?: string;
  readonly participants: readonly SanitizedParticipant[];
  readonly locations: readonly string[];
  readonly rooms: readonly SanitizedRoom[];
  readonly hasRoom: boolean;
  /** Opens the meeting. */
  readonly meetingUrl?: string;
}

/** How reading one person's calendars went. */
export type AgendaSource =
  | { readonly person: string; readonly provider: ProviderSlug; readonly outcome: 'complete' }
  | ({
      readonly person: string;
      readonly provider: ProviderSlug;
      /** Some or all of this person's events are missing below. */
      readonly outcome: 'failed';
    } & AskFailure);

/** What everybody has to do in a stretch of time. */
export interface Agenda {
  readonly from: string;
  readonly to: string;
  /** IANA zone of the times. */
  readonly timeZone: string;
  /** False when a calendar could not be read: its absence is not free time. */
  readonly isComplete: boolean;
  readonly sources: readonly AgendaSource[];
  readonly events: readonly AgendaEvent[];
}
