import type { ApiContext } from '../../api/api-context.ts';
import { forbiddenForNonOrganizer } from '../../api/calendar-refusals.ts';
import type { CalendarView } from '../../google-state.ts';
import { resourceAt } from '../change-event.ts';
import type { EventAttendee, GoogleEventResource } from '../event-resource.ts';
import { notifyOrganizer } from '../invitations/notify.ts';
import { respond } from '../invitations/respond.ts';
import { applyBody } from './apply-body.ts';
import { findAttendee, sameAddress } from './attendees.ts';
import type { EventBody, SentAttendee } from './event-body.ts';
import type { Update } from './update-as-organizer.ts';
import { applyOptions, differsInReminders, store } from './written-event.ts';

const guestRights = ['guestsCanInviteOthers', 'guestsCanModify', 'guestsCanSeeOtherGuests'] as const;
const rightDefaults = { guestsCanInviteOthers: true, guestsCanModify: false, guestsCanSeeOtherGuests: true } as const;

/**
 * A write to a guest's copy. Of the guests only the own answer counts, and it reaches the others; everything else stays in
 * this copy. Rights of guests are the organizer's to give: a replacement that leaves them out sets them to their defaults,
 * which is refused when these are others.
 *
 * @throws ApiError 403 `forbiddenForNonOrganizer`.
 */
export function updateAsGuest(
  context: ApiContext,
  view: CalendarView,
  id: string,
  base: GoogleEventResource,
  body: EventBody,
  { query, mode }: Update,
): void {
  const { calendar } = view;
  if (changesRights(base, body, mode)) throw forbiddenForNonOrganizer();
  const { attendees: sent, attendeesOmitted: _, ...local } = body;
  const options = applyOptions(context, view, query, { mode, isNew: false });
  const next = {
    ...applyBody(base, local, { ...options, mayInvite: true }),
    attendees: base.attendees,
    guestsCanInviteOthers: base.guestsCanInviteOthers,
    guestsCanModify: base.guestsCanModify,
    guestsCanSeeOtherGuests: base.guestsCanSeeOtherGuests,
    sequence: base.sequence,
  };
  store(calendar, id, next, { keepsUpdated: differsInReminders(base, next) });
  const mine = sent?.find(({ email }) => sameAddress(email ?? '', calendar.id));
  if (mine !== undefined && isAnother(findAttendee(base.attendees, calendar.id), mine)) {
    respond(context.state, calendar, id, mine);
    const resource = resourceAt(calendar, id) ?? base;
    const response = findAttendee(resource.attendees, calendar.id)?.responseStatus;
    notifyOrganizer(context.state, calendar, query.sendUpdates, resource, {
      ...(response === undefined ? {} : { response }),
      hasComment: Boolean(mine.comment),
    });
  }
}

function changesRights(base: GoogleEventResource, body: EventBody, mode: 'replace' | 'merge'): boolean {
  return guestRights.some((name) => {
    const sent = body[name];
    if (sent === undefined && mode === 'merge') return false;
    return (sent ?? rightDefaults[name]) !== (base[name] ?? rightDefaults[name]);
  });
}

function isAnother(own: EventAttendee | undefined, sent: SentAttendee): boolean {
  if (own === undefined) return false;
  return (
    (sent.responseStatus ?? own.responseStatus) !== own.responseStatus ||
    (sent.comment !== undefined && (sent.comment ?? '') !== (own.comment ?? '')) ||
    (sent.additionalGuests !== undefined && (sent.additionalGuests ?? 0) !== (own.additionalGuests ?? 0))
  );
}
