import type { ConferenceLink, ConferenceService } from '@kalends/core';
import type { WireEvent } from '../wire/event.ts';

/** Names that add-ons give to what they connect to. */
const servicesByName: readonly (readonly [RegExp, ConferenceService])[] = [
  [/\bzoom\b/i, 'zoom'],
  [/\bwebex\b/i, 'webex'],
  [/\bteams\b/i, 'teams'],
  [/\bskype\b/i, 'skype'],
  [/\bmeet\b/i, 'meet'],
];

/** The join link that Google keeps as data, never one out of a text. */
export function mapConference(event: Pick<WireEvent, 'conferenceData' | 'hangoutLink'>): ConferenceLink | undefined {
  const { conferenceData, hangoutLink } = event;
  const video = conferenceData?.entryPoints?.find(
    (entryPoint) => entryPoint.entryPointType === 'video' && isHttps(entryPoint.uri),
  );
  if (video?.uri) return { url: video.uri, service: serviceOf(conferenceData) };
  return isHttps(hangoutLink) ? { url: hangoutLink, service: 'meet' } : undefined;
}

/** Tells whether a text is an `https:` address. */
export function isHttps(url: string | null | undefined): url is string {
  return typeof url === 'string' && /^https:\/\//i.test(url) && URL.canParse(url);
}

function serviceOf(data: WireEvent['conferenceData']): ConferenceService {
  const solution = data?.conferenceSolution;
  if (solution?.key?.type === 'hangoutsMeet') return 'meet';
  const name = solution?.name ?? '';
  return servicesByName.find(([pattern]) => pattern.test(name))?.[1] ?? 'other';
}
