import { CalendarError, decodeCharacterReferences, htmlToText } from '@kalends/core';
import type { ConferenceLink, ConferenceService, EventBody } from '@kalends/core';
import { findUrls } from '../text/find-urls.ts';
import { isHostName } from './host-pattern.ts';
import { matchMeetingUrl } from './match-meeting-url.ts';
import { strictHttpsUrl } from './strict-https-url.ts';
import { unwrapUrl } from './unwrap-url.ts';

/** Characters of one text that are searched for a link; what stands behind is not seen. @public */
export const maxScannedCharacters = 1_048_576;
/** Locations that are searched for a link. @public */
export const maxScannedLocations = 20;

/** The link that joins a meeting. @public */
export interface MeetingLink {
  /** `https:` address, unwrapped and ready to open. May hold a passcode: treat it as a secret in logs. */
  readonly url: string;
  /** `other` for hosts of the caller's own and for conference data of a service that is not known. */
  readonly service: ConferenceService;
  /** Where it was found. */
  readonly source: 'conference' | 'location' | 'body';
}

/** Where a link can be. A `CalendarEvent` is one. @public */
export interface MeetingLinkSource {
  readonly conference?: ConferenceLink;
  readonly locations?: readonly { readonly name: string }[];
  readonly body?: EventBody;
  /** Plain text; searched after the body. */
  readonly description?: string;
}

/** Options of {@link extractMeetingLink}. @public */
export interface ExtractMeetingLinkOptions {
  /**
   * Hosts of meeting services beside the known ones, in lower case: `video.example.com`, or `*.example.com` for every host
   * below. Links there count when their path says `join`, `meet`, `meeting` or `meetings`. Default none.
   */
  readonly additionalHosts?: readonly string[];
}

/**
 * Finds the link that joins a meeting: in the service's conference data, else in the locations, else in the body and the
 * description. Links that are escaped, broken over lines or wrapped by a mail filter are restored; links that only look like
 * those of a service are refused. A string is searched as a body.
 *
 * @throws CalendarError `invalidArgument` when an additional host is not a host name.
 * @public
 */
export function extractMeetingLink(
  source: MeetingLinkSource | string,
  options: ExtractMeetingLinkOptions = {},
): MeetingLink | undefined {
  const hosts = options.additionalHosts ?? [];
  for (const host of hosts) checkHost(host);
  if (typeof source === 'string') return inText(source, 'body', hosts);

  const conference = source.conference === undefined ? undefined : ofConference(source.conference, hosts);
  if (conference !== undefined) return conference;
  for (const { name } of (source.locations ?? []).slice(0, maxScannedLocations)) {
    const found = inText(name, 'location', hosts);
    if (found !== undefined) return found;
  }
  return inBody(source.body, hosts) ?? inText(source.description, 'body', hosts);
}

/** The calendar service vouches for its conference data, so the host need not be a known one. */
function ofConference(conference: ConferenceLink, hosts: readonly string[]): MeetingLink | undefined {
  if (typeof conference.url !== 'string') return undefined;
  const target = unwrapUrl(conference.url.trim());
  if (target === undefined) return undefined;
  const known = matchMeetingUrl(target, hosts);
  if (known !== undefined) return { ...known, source: 'conference' };
  const url = strictHttpsUrl(target);
  // Skype for Business runs on hosts of its owners: only the calendar can know.
  const service = conference.service === 'skype' ? 'skype' : 'other';
  return url === undefined ? undefined : { url: url.href, service, source: 'conference' };
}

function inBody(body: EventBody | undefined, hosts: readonly string[]): MeetingLink | undefined {
  if (typeof body?.content !== 'string') return undefined;
  const content = body.content.slice(0, maxScannedCharacters);
  // As written first, for the targets of links; then as read, for a URL with tags inside.
  return (
    inText(content, 'body', hosts) ??
    (body.contentType === 'html' ? inText(htmlToText(content), 'body', hosts) : undefined)
  );
}

function inText(
  text: string | undefined,
  source: MeetingLink['source'],
  hosts: readonly string[],
): MeetingLink | undefined {
  // Every form a URL can have here ends its scheme with a colon, written out or escaped.
  if (typeof text !== 'string' || !/:|%3a|&#/i.test(text)) return undefined;
  // Zero-width characters and soft hyphens, which browsers drop from addresses too.
  const visible = text.slice(0, maxScannedCharacters).replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '');
  for (const found of findUrls(visible.includes('&') ? decodeCharacterReferences(visible) : visible)) {
    const target = unwrapUrl(found.url);
    const match = target === undefined ? undefined : matchMeetingUrl(target, hosts);
    if (match !== undefined) return { ...match, source };
  }
  return undefined;
}

function checkHost(pattern: string): void {
  if (!isHostName(pattern.startsWith('*.') ? pattern.slice(2) : pattern))
    throw new CalendarError({
      code: 'invalidArgument',
      message: 'Option additionalHosts may hold only host names in lower case, with "*." in front for all hosts below.',
    });
}
