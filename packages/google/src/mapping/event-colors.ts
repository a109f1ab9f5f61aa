/**
 * The colours an event can have, by Google's `colorId`. The API hands them out too (`colors.get`), but not to everybody who may read and
 * write events, and they are the same for all.
 *
 * @see {@link https://developers.google.com/workspace/calendar/api/v3/reference/colors | Colors}
 */
const colorsById: Readonly<Record<string, string>> = {
  '1': '#a4bdfc',
  '2': '#7ae7bf',
  '3': '#dbadff',
  '4': '#ff887c',
  '5': '#fbd75b',
  '6': '#ffb878',
  '7': '#46d6db',
  '8': '#e1e1e1',
  '9': '#5484ed',
  '10': '#51b749',
  '11': '#dc2127',
};

/** All of them, `#rrggbb`. */
export const eventColors: readonly string[] = Object.values(colorsById);

/** The colour of an event; `undefined` when it has that of its calendar, or one that is not known. */
export function colorOf(colorId: string | null | undefined): string | undefined {
  return colorId && Object.hasOwn(colorsById, colorId) ? colorsById[colorId] : undefined;
}

/** The id of a colour. */
export function colorIdOf(color: string): string | undefined {
  return Object.keys(colorsById).find((id) => colorsById[id] === color);
}
