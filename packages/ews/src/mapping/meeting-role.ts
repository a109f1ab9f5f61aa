import type { WireItem } from '../wire/calendar-item-shape.ts';
import { integerOf, isTrue } from './wire-values.ts';

/** Bit of AppointmentState (PidLidAppointmentStateFlags): somebody else called the meeting. */
const receivedState = 2;

/** Whether the mailbox is the organizer's. An appointment that nobody is invited to is one's own, whatever else stands in it. */
export function isOrganizersCopy(item: WireItem): boolean {
  if (item.IsOrganizer !== undefined) return isTrue(item.IsOrganizer);
  if (item.AppointmentState !== undefined) {
    return (integerOf(item.AppointmentState, 'AppointmentState') & receivedState) === 0;
  }
  return item.MyResponseType === undefined || ['Organizer', 'Unknown'].includes(item.MyResponseType);
}

/** Whether anybody is invited. */
export function hasAttendees(item: WireItem): boolean {
  return [item.RequiredAttendees, item.OptionalAttendees, item.Resources].some(
    (list) => (list?.Attendee ?? []).length > 0,
  );
}
