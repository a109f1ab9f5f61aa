import type { ConferenceLink, ConferenceService } from '@kalends/core';
import type { EventWire } from '../wire/event-wire.ts';

/**
 * The join link that Graph keeps as data. Links in the body are texts that anybody can write and are not looked at.
 *
 * @see {@link https://learn.microsoft.com/graph/api/resources/onlinemeetinginfo | Graph docs, onlineMeetingInfo}
 */
export function mapConference(event: EventWire): ConferenceLink | undefined {
  const url = secureUrl(event.onlineMeeting?.joinUrl) ?? secureUrl(event.onlineMeetingUrl);
  return url === undefined ? undefined : { url, service: serviceOf(event.onlineMeetingProvider) };
}

/** An `https:` URL as it was written, or nothing. */
export function secureUrl(text: string | null | undefined): string | undefined {
  const url = text?.trim() ?? '';
  return /^https:\/\//i.test(url) && URL.canParse(url) ? url : undefined;
}

function serviceOf(provider: string | null | undefined): ConferenceService {
  switch (provider) {
    case 'teamsForBusiness':
      return 'teams';
    case 'skypeForBusiness':
    case 'skypeForConsumer':
      return 'skype';
    default:
      return 'other';
  }
}
