/** Id of an extra calendar of a person. */
export function groupCalendarId(personId: string, extraId: string): string {
  const name = `${personId}.${extraId}`.toLowerCase().replaceAll(/[^a-z0-9.]/g, '');
  return `c_${name}@group.calendar.google.com`;
}
