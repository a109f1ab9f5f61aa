import type { ApiContext } from '../../api/api-context.ts';
import { ApiError } from '../../api/api-error.ts';
import type { CalendarView } from '../../google-state.ts';
import type { GoogleEventResource } from '../event-resource.ts';
import { homeOf, isOrganizers } from '../invitations/copies.ts';
import { removeEventFrom } from './delete-event.ts';
import { readEventBody } from './event-body.ts';
import { updateAsGuest } from './update-as-guest.ts';
import { updateAsOrganizer } from './update-as-organizer.ts';
import { updateForOrganizer } from './update-for-organizer.ts';
import { readWriteQuery } from './write-query.ts';
import { findTarget, renderWritten } from './written-event.ts';

/**
 * `events.update` (`replace`) and `events.patch` (`merge`). Status `cancelled` deletes, `confirmed` brings a deleted event
 * back. On an instance of a series it makes an exception.
 */
export function updateEvent(
  context: ApiContext,
  view: CalendarView,
  id: string,
  mode: 'replace' | 'merge',
): GoogleEventResource {
  const query = readWriteQuery(context.query);
  const body = readEventBody(context.body);
  const base = findTarget(context, view, id);
  if (body.status === 'cancelled') {
    if (base.status !== 'cancelled') removeEventFrom(context.state, view.calendar, id, query.sendUpdates);
    return renderWritten(view, id, query);
  }
  const isCalledOff = base.status === 'cancelled' && view.calendar.events.get(id)?.isBare === true;
  if (isCalledOff) throw new ApiError(403, 'Forbidden', { domain: 'global', reason: 'forbidden' });
  const home = homeOf(context.state, id, base);
  if (isOrganizers(base) || base.privateCopy === true) {
    updateAsOrganizer(context, view, id, base, body, { query, mode });
  } else if (base.guestsCanModify === true && home !== undefined) {
    updateForOrganizer(context, view, home, id, body, { query, mode });
  } else {
    updateAsGuest(context, view, id, base, body, { query, mode });
  }
  return renderWritten(view, id, query);
}
