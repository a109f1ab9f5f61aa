import type { ApiContext } from '../../api/api-context.ts';
import type { CalendarView } from '../../google-state.ts';
import type { CalendarStore } from '../calendar-store.ts';
import { resourceAt } from '../change-event.ts';
import type { GoogleEventResource } from '../event-resource.ts';
import { sameAddress } from './attendees.ts';
import type { EventBody } from './event-body.ts';
import { updateAsGuest } from './update-as-guest.ts';
import { updateAsOrganizer } from './update-as-organizer.ts';
import type { Update } from './update-as-organizer.ts';

/**
 * A guest who may modify the event changes the organizer's copy, from where it reaches everybody. What belongs to one copy
 * alone, and what the guest answers, stays the guest's.
 */
export function updateForOrganizer(
  context: ApiContext,
  view: CalendarView,
  home: CalendarStore,
  id: string,
  body: EventBody,
  update: Update,
): void {
  const base = resourceAt(home, id);
  if (base === undefined) return;
  const { reminders, colorId, transparency, visibility, extendedProperties, attendees, ...shared } = body;
  // The own entry alone is an answer, not a list of guests.
  const isAnswer = attendees?.every(({ email }) => sameAddress(email ?? '', view.calendar.id)) === true;
  const kept = update.mode === 'merge' && !isAnswer ? undefined : base.attendees;
  const list = attendees === undefined || isAnswer ? kept : attendees;
  const properties = extendedProperties?.shared;
  const organizers = update.mode === 'merge' ? undefined : base.extendedProperties?.private;
  const ownProperties = organizers === undefined ? {} : { private: organizers };
  updateAsOrganizer(
    context,
    { ...view, calendar: home },
    id,
    base,
    {
      // In a replacement the organizer's own part would be cleared if it were not sent along.
      ...(update.mode === 'merge' ? {} : ownPart(base)),
      ...shared,
      ...(list === undefined ? {} : { attendees: list }),
      ...(properties === undefined ? {} : { extendedProperties: { ...ownProperties, shared: properties } }),
    },
    update,
  );
  const copy = resourceAt(view.calendar, id);
  if (copy === undefined) return;
  const own: EventBody = {
    ...(attendees === undefined ? {} : { attendees }),
    ...(reminders === undefined ? {} : { reminders }),
    ...(colorId === undefined ? {} : { colorId }),
    ...(transparency === undefined ? {} : { transparency }),
    ...(visibility === undefined ? {} : { visibility }),
    ...(extendedProperties?.private === undefined
      ? {}
      : { extendedProperties: { private: extendedProperties.private } }),
  };
  if (Object.keys(own).length > 0) updateAsGuest(context, view, id, copy, own, { ...update, mode: 'merge' });
}

function ownPart(resource: GoogleEventResource): EventBody {
  const { reminders, colorId, transparency, visibility, source, extendedProperties } = resource;
  return {
    ...(reminders === undefined ? {} : { reminders }),
    ...(colorId === undefined ? {} : { colorId }),
    ...(transparency === undefined ? {} : { transparency }),
    ...(visibility === undefined ? {} : { visibility }),
    ...(source === undefined ? {} : { source }),
    ...(extendedProperties === undefined ? {} : { extendedProperties }),
  };
}
