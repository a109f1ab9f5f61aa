import type { Recurrence } from '@kalends/core';

/** An occurrence of an event that the run has made. */
export interface PlannedOccurrence {
  readonly recurrenceId: string;
  readonly title: string;
}

/** An event or a series that the run has made, as it has to be. */
export interface PlannedEvent {
  /** Begins the title, which no other event has but the rest of a series that was divided. */
  readonly mark: string;
  readonly title: string;
  readonly eventId: string;
  /** Lower case, without the organizer. */
  readonly attendees: ReadonlySet<string>;
  readonly isSeries: boolean;
  /** Whether an occurrence was taken out. */
  readonly hasGaps: boolean;
  /** At least one, in order; what was taken out is not among them. */
  readonly occurrences: readonly PlannedOccurrence[];
}

/** Monday on which every planned event begins. */
const firstDay = '2026-04-06';
const weekMs = 7 * 86_400_000;

/** When a created event takes place. */
export function timeAt(hour: number): {
  readonly kind: 'timed';
  readonly start: { readonly dateTime: string; readonly timeZone: string };
  readonly end: { readonly dateTime: string; readonly timeZone: string };
} {
  const at = (minutes: string) => ({
    dateTime: `${firstDay}T${String(hour).padStart(2, '0')}:${minutes}:00`,
    timeZone: 'Europe/Berlin',
  });
  return { kind: 'timed', start: at('00'), end: at('30') };
}

/** A series every Monday. */
export function weekly(count: number): Recurrence {
  return {
    rules: [
      {
        frequency: 'weekly',
        interval: 1,
        skip: 'omit',
        firstDayOfWeek: 'mo',
        byDay: [{ day: 'mo' }],
        end: { kind: 'count', count },
      },
    ],
    excludedRules: [],
    additional: [],
    excluded: [],
  };
}

/** The occurrences of {@link weekly}: Berlin is two hours ahead of UTC all the while. */
export function weeklyOccurrences(hour: number, count: number, title: string): readonly PlannedOccurrence[] {
  const firstMs = Date.parse(`${firstDay}T${String(hour - 2).padStart(2, '0')}:00:00Z`);
  return Array.from({ length: count }, (_, index) => ({
    recurrenceId: new Date(firstMs + index * weekMs).toISOString().replace('.000', ''),
    title,
  }));
}

/** Whether every occurrence is as the series is. */
export function isUniform({ title, occurrences }: PlannedEvent): boolean {
  return occurrences.every((occurrence) => occurrence.title === title);
}
