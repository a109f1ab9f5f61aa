/** The calendar palette, ids `1` to `24`: backgrounds without `#`. */
export const calendarPalette: readonly string[] = (
  'ac725e d06b64 f83a22 fa573c ff7537 ffad46 42d692 16a765 7bd148 b3dc6c fbe983 fad165 ' +
  '92e1c0 9fe1e7 9fc6e7 4986e7 9a9cff b99aff c2c2c2 cabdbf cca6ac f691b2 cd74e6 a47ae2'
).split(' ');

/** The event palette, ids `1` to `11`. */
export const eventPalette: readonly string[] =
  'a4bdfc 7ae7bf dbadff ff887c fbd75b ffb878 46d6db e1e1e1 5484ed 51b749 dc2127'.split(' ');

/** The answer of `colors.get`. */
export function colorsResource(): object {
  return {
    kind: 'calendar#colors',
    updated: '2012-02-14T00:00:00.000Z',
    calendar: definitions(calendarPalette),
    event: definitions(eventPalette),
  };
}

/** The palette's id whose background is nearest to `#rrggbb`, as the service picks it for a free colour. */
export function nearestColorId(color: string): string {
  const wanted = channels(color.replace('#', ''));
  const distances = calendarPalette.map((candidate) =>
    channels(candidate).reduce((sum, value, index) => sum + (value - (wanted[index] ?? 0)) ** 2, 0),
  );
  return String(distances.indexOf(Math.min(...distances)) + 1);
}

function definitions(palette: readonly string[]): Record<string, { background: string; foreground: string }> {
  return Object.fromEntries(
    palette.map((background, index) => [index + 1, { background: `#${background}`, foreground: '#1d1d1d' }]),
  );
}

function channels(hex: string): number[] {
  return [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}
