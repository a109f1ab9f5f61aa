import { CalendarError } from '@kalends/core';
import { judgeRoomsSettings } from './judge-rooms-settings.ts';
import { readEntries } from './rooms-entries.ts';
import type { SettingsEntry } from './rooms-entries.ts';
import { roomsSettingKeys } from './rooms-settings.ts';
import type { RoomsSettingKey, RoomsSettingsProblem, RoomsSettingsResult } from './rooms-settings.ts';

/** Keys whose values are secret. */
const secretKeys: ReadonlySet<string> = new Set<RoomsSettingKey>(['ExchangeClientSecret', 'ExchangeServicePassword']);

/** See `readRoomsSettings`. */
export function importRoomsSettings(
  source: string | Readonly<Record<string, string | undefined>>,
): RoomsSettingsResult {
  if (typeof source !== 'string') {
    const given = roomsSettingKeys.flatMap((key): [RoomsSettingKey, string][] => {
      const value = Object.hasOwn(source, key) ? source[key] : undefined;
      return value === undefined ? [] : [[key, trimmed(key, value)]];
    });
    return judgeRoomsSettings(Object.fromEntries(given));
  }
  let entries: readonly SettingsEntry[];
  try {
    ({ entries } = readEntries(source));
  } catch (error) {
    if (!CalendarError.is(error)) throw error;
    return { isComplete: false, problems: [{ kind: 'unreadable', keys: [], message: error.message }] };
  }
  const known = entries.flatMap((entry) => {
    const key = roomsKeyOf(entry.key);
    return key === undefined ? [] : [{ ...entry, key }];
  });
  const repeated = roomsSettingKeys.filter((key) => known.filter((entry) => entry.key === key).length > 1);
  const result = judgeRoomsSettings(Object.fromEntries(known.map(({ key, value }) => [key, trimmed(key, value)])));
  if (repeated.length === 0) return result;
  const problems: RoomsSettingsProblem[] = repeated.map((key) => ({
    kind: 'repeated',
    keys: [key],
    message: `${key} is there more than once`,
  }));
  return { isComplete: false, problems: [...problems, ...(result.isComplete ? [] : result.problems)] };
}

/** See `blankRoomsSettings`. */
export function blankSecrets(xml: string): string {
  const { entries, comments } = readEntries(xml);
  const ranges = [
    ...entries
      .filter(({ key }) => secretKeys.has(roomsKeyOf(key) ?? ''))
      .map(({ range }) => ({ ...range, replacement: '' })),
    ...comments
      .filter(({ text }) => [...secretKeys].some((key) => text.toLowerCase().includes(key.toLowerCase())))
      .map(({ start, end }) => ({ start, end, replacement: '<!-- removed: it named a secret -->' })),
  ];
  let blanked = xml;
  for (const { start, end, replacement } of ranges.toSorted((a, b) => b.start - a.start)) {
    blanked = blanked.slice(0, start) + replacement + blanked.slice(end);
  }
  return blanked;
}

/** The key that a name stands for: .NET passes over case in the keys of settings, and elements may have a prefix. */
function roomsKeyOf(name: string): RoomsSettingKey | undefined {
  const local = name.slice(name.indexOf(':') + 1).toLowerCase();
  return roomsSettingKeys.find((key) => key.toLowerCase() === local);
}

/** A secret may begin or end with a space; everything else does not. */
function trimmed(key: RoomsSettingKey, value: string): string {
  return secretKeys.has(key) && value.trim() !== '' ? value : value.trim();
}
