import type { NewConference } from '@kalends/core';
import type { WireSentConference } from '../../wire/event-body.ts';
import { unwritable } from './unwritable.ts';

/** The longest address of an entry point (Calendar API, `conferenceData.entryPoints.uri`). */
const maxUriLength = 1_300;

/** How services are called that join links of these hosts belong to: the name is what a reader has to go by. */
const namesByHost: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)zoom(gov)?\.(us|com)$/, 'Zoom Meeting'],
  [/(^|\.)webex\.com$/, 'Webex'],
  [/(^|\.)teams\.(microsoft\.com|live\.com|cloud\.microsoft)$/, 'Microsoft Teams'],
  [/(^|\.)skype\.com$/, 'Skype'],
];

/**
 * Writes a conference: one to be made, or a link that exists already, as add-ons keep theirs.
 *
 * @param requestId - Names the conference to be made; Google ignores a request whose id it has seen.
 * @throws CalendarError `unsupported`.
 */
export function writtenConference(conference: NewConference, requestId: string): WireSentConference {
  if (conference.kind === 'create') {
    if (conference.service !== 'meet') throw unwritable('conference', `Google makes no links of ${conference.service}`);
    return { createRequest: { requestId, conferenceSolutionKey: { type: 'hangoutsMeet' } } };
  }
  const { url: uri } = conference;
  if (uri.length > maxUriLength) throw unwritable('conference', 'the link is longer than Google keeps');
  const { hostname, pathname } = new URL(uri);
  const entryPoints = [{ entryPointType: 'video', uri }] as const;
  const [, meetId] = /^\/([a-z]{3}-[a-z]{4}-[a-z]{3})$/.exec(hostname === 'meet.google.com' ? pathname : '') ?? [];
  if (meetId !== undefined) {
    const conferenceSolution = { key: { type: 'hangoutsMeet' }, name: 'Google Meet' };
    return { conferenceSolution, entryPoints, conferenceId: meetId };
  }
  const name = namesByHost.find(([pattern]) => pattern.test(hostname))?.[1] ?? 'Conference';
  return { conferenceSolution: { key: { type: 'addOn' }, name }, entryPoints };
}
