import { weeklyOccurrences } from './planned-event.ts';
import type { PlannedEvent } from './planned-event.ts';
import type { OccurrenceStep, WriteStep } from './write-plan.ts';

/** What a step makes of the event it is about. */
export interface Effects {
  /** What there is instead of the event afterwards: nothing, one event, or the two halves of a series. */
  readonly after: readonly PlannedEvent[];
  /** What there is while a series is being divided: the new half beside the old whole. */
  readonly between?: readonly PlannedEvent[];
}

/** @param eventId - Of the event that was made or changed, as the call gave it. */
export function effectsOf(step: WriteStep, eventId: string): Effects {
  switch (step.kind) {
    case 'create': {
      const { mark, hour, occurrences: count } = step;
      const occurrences = weeklyOccurrences(hour, count ?? 1, mark);
      const attendees = new Set(step.attendees);
      return {
        after: [{ mark, title: mark, eventId, attendees, isSeries: count !== undefined, hasGaps: false, occurrences }],
      };
    }
    case 'rename':
      return { after: [renamed(step.event, step.title)] };
    case 'add':
      return { after: [{ ...step.event, attendees: new Set([...step.event.attendees, step.address]) }] };
    case 'remove': {
      const attendees = new Set([...step.event.attendees].filter((one) => one !== step.address));
      return { after: [{ ...step.event, attendees }] };
    }
    case 'delete':
    case 'cancel':
      return { after: [] };
    default:
      return effectsOnOccurrences(step, eventId);
  }
}

function effectsOnOccurrences({ kind, event, recurrenceId, title }: OccurrenceStep, eventId: string): Effects {
  const { occurrences } = event;
  const earlier = occurrences.filter((occurrence) => occurrence.recurrenceId < recurrenceId);
  const later = occurrences.filter((occurrence) => occurrence.recurrenceId >= recurrenceId);
  switch (kind) {
    case 'renameOne': {
      const changed = occurrences.map((one) => (one.recurrenceId === recurrenceId ? { ...one, title } : one));
      return { after: [{ ...event, occurrences: changed }] };
    }
    case 'renameFollowing': {
      if (earlier.length === 0) return { after: [renamed(event, title)] };
      const second = { ...renamed({ ...event, occurrences: later }, title), eventId };
      return { after: [{ ...event, occurrences: earlier }, second], between: [event, second] };
    }
    case 'deleteFollowing':
      return { after: earlier.length === 0 ? [] : [{ ...event, occurrences: earlier }] };
    default: {
      const left = occurrences.filter((one) => one.recurrenceId !== recurrenceId);
      return { after: [{ ...event, hasGaps: true, occurrences: left }] };
    }
  }
}

function renamed(event: PlannedEvent, title: string): PlannedEvent {
  return { ...event, title, occurrences: event.occurrences.map((occurrence) => ({ ...occurrence, title })) };
}
