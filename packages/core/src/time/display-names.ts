import { localizedCities } from './localized-cities.generated.ts';
import { placeTokens } from './place-tokens.ts';
import { windowsPlaces } from './windows-places.ts';

/** `(UTC+01:00) Amsterdam, Berlin`, `(GMT) Dublin`; some languages write full-width brackets or blanks inside. */
const withOffset = /^[(（][^()（）]*?(?:UTC|GMT)?\s*(?:([+\-−–])\s*(\d{1,2})\s*[:：.]?\s*(\d{2}))?\s*[)）]\s*(.+)$/iu;

interface Index {
  /** Windows ids by the whole text behind the offset. */
  readonly byText: ReadonlyMap<string, string>;
  /** Windows ids by each place, in any language. */
  readonly byPlace: ReadonlyMap<string, ReadonlySet<string>>;
}

let index: Index | undefined;

/**
 * Finds the Windows zone that a display name stands for: the English text, with or without the offset in front, or in another
 * language as many of the zone's cities as can be recognised. Cities decide only together with the offset, and only when they
 * speak for one zone.
 *
 * @param hasOffset - Tells whether a Windows zone ever has had an offset, in milliseconds.
 */
export function windowsIdOfDisplayName(
  name: string,
  hasOffset: (windowsId: string, offsetMs: number) => boolean,
): string | undefined {
  const [, sign, hours, minutes, behind] = withOffset.exec(name) ?? [];
  const tokens = placeTokens(behind ?? name);
  const { byText, byPlace } = (index ??= buildIndex());
  const known = byText.get(tokens.join());
  if (known !== undefined || behind === undefined) return known;
  const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60_000;
  const offsetMs = sign === undefined || sign === '+' ? size : -size;
  const votes = new Map<string, number>();
  for (const id of tokens.flatMap((token) => [...(byPlace.get(token) ?? [])])) {
    votes.set(id, (votes.get(id) ?? 0) + 1);
  }
  const fitting = [...votes.keys()].filter((id) => hasOffset(id, offsetMs));
  const [only] = fitting;
  return fitting.length === 1 ? only : undefined;
}

/** Built with the first name that needs it. */
function buildIndex(): Index {
  const byText = new Map<string, string>();
  const byPlace = new Map<string, Set<string>>();
  for (const [windowsId, texts] of Object.entries(windowsPlaces)) {
    for (const text of texts.split('|')) {
      const tokens = placeTokens(text);
      byText.set(tokens.join(), windowsId);
      for (const token of tokens) {
        for (const spelling of [token, ...(localizedCities[token] ?? '').split(' ')]) {
          if (spelling !== '') byPlace.set(spelling, (byPlace.get(spelling) ?? new Set()).add(windowsId));
        }
      }
    }
  }
  return { byText, byPlace };
}
