import type { RoomsSettingsResult } from './rooms-settings/rooms-settings.ts';

/**
 * Reads the Exchange Online part of a ROOMS configuration: tenant, application, and exactly one of client secret, certificate and
 * service user.
 *
 * @param source - Text of the XML file, or its keys and values. Keys of other things are passed over, and empty values count as
 *   missing.
 * @returns a complete configuration whose secrets are `Secret`s, or everything that is wrong. It does not throw for a bad file.
 * @example
 * ```ts
 * import { readRoomsSettings } from '@kalends/ews';
 *
 * declare const xml: string;
 *
 * const result = await readRoomsSettings(xml);
 * if (!result.isComplete) for (const { message } of result.problems) console.log(message);
 * ```
 * @public
 */
export async function readRoomsSettings(
  source: string | Readonly<Record<string, string | undefined>>,
): Promise<RoomsSettingsResult> {
  const { importRoomsSettings } = await import('./rooms-settings/import-rooms-settings.ts');
  return importRoomsSettings(source);
}

/**
 * Takes the secrets out of a ROOMS configuration once they are in a vault: values of the client secret and the service user's
 * password become empty, comments that name one of the two are removed, and every other character stays.
 *
 * @throws CalendarError `invalidArgument` for what is no XML, has a document type, or is larger than 1 Mi characters.
 * @public
 */
export async function blankRoomsSettings(xml: string): Promise<string> {
  const { blankSecrets } = await import('./rooms-settings/import-rooms-settings.ts');
  return blankSecrets(xml);
}
