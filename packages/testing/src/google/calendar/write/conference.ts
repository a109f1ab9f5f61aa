import { invalid } from '../../api/api-error.ts';
import type { JsonObject } from '../../api/json-body.ts';
import type { EventConference, GoogleEventResource } from '../event-resource.ts';
import type { SentConference } from './event-body.ts';

type Conference = Pick<GoogleEventResource, 'conferenceData' | 'hangoutLink'>;

const meetType = 'hangoutsMeet';
const entryPointTypes = ['video', 'phone', 'sip', 'more'];
const entryPointTexts = {
  uri: 1300,
  label: 512,
  pin: 128,
  accessCode: 128,
  meetingCode: 128,
  passcode: 128,
  password: 128,
} as const;
const maxNotes = 2048;

/**
 * Conference data after a write that may change it (Calendar API v3, resource `Event`, `conferenceData`). A request to create
 * a conference is pending at first; one with the id of the request before is ignored.
 *
 * @throws ApiError 400 for conferences that the calendar does not offer and for malformed ones.
 */
export function nextConference(
  stored: Conference,
  sent: SentConference | null | undefined,
  options: { readonly mode: 'replace' | 'merge'; readonly mayCreate: boolean },
): Conference {
  const { conferenceData, hangoutLink } = stored;
  const kept = {
    ...(conferenceData === undefined ? {} : { conferenceData }),
    ...(hangoutLink === undefined ? {} : { hangoutLink }),
  };
  if (sent === undefined) return options.mode === 'merge' ? kept : {};
  if (sent === null) return {};
  const { createRequest } = sent;
  const isKnown = conferenceData?.createRequest?.requestId === createRequest?.requestId;
  if (createRequest !== null && createRequest !== undefined && !(isKnown && conferenceData !== undefined)) {
    const { requestId } = createRequest;
    if (typeof requestId !== 'string' || requestId === '') throw invalid('Missing conference request id.');
    const type = createRequest.conferenceSolutionKey?.type ?? meetType;
    if (type !== meetType || !options.mayCreate) throw invalidType();
    return {
      conferenceData: {
        createRequest: { requestId, conferenceSolutionKey: { type }, status: { statusCode: 'pending' } },
      },
    };
  }
  // The conference that was created for the request is what a client reads and sends back.
  if (conferenceData?.createRequest !== undefined && isKnown) return kept;
  return describedConference(sent);
}

/** The conference that a pending request becomes. */
export function createdConference(pending: EventConference, conferenceId: string): Conference {
  const { createRequest } = pending;
  const uri = `https://meet.google.com/${conferenceId}`;
  return {
    hangoutLink: uri,
    conferenceData: {
      ...(createRequest === undefined
        ? {}
        : { createRequest: { ...createRequest, status: { statusCode: 'success' as const } } }),
      entryPoints: [{ entryPointType: 'video', uri, label: `meet.google.com/${conferenceId}` }],
      conferenceSolution: { key: { type: meetType }, name: 'Google Meet', iconUri: meetIcon },
      conferenceId,
    },
  };
}

/** Picture of Google Meet, as conference data names it. */
export const meetIcon =
  'https://fonts.gstatic.com/s/i/productlogos/meet_2020q4/v6/web-512dp/logo_meet_2020q4_color_2x_web_512dp.png';

/** A conference that the client describes: one of another event, or of an add-on. */
function describedConference(sent: SentConference): Conference {
  const { conferenceSolution: solution, entryPoints: sentPoints, conferenceId, notes } = sent;
  const type = textIn(objectIn(solution, 'key'), 'type');
  if (solution === null || solution === undefined || (type !== meetType && type !== 'addOn')) throw invalidType();
  const entryPoints = (sentPoints ?? []).map(readEntryPoint);
  const count = (wanted: string): number => entryPoints.filter((point) => point.entryPointType === wanted).length;
  const isAlone = entryPoints.length === count('more');
  if (isAlone || count('video') > 1 || count('sip') > 1 || count('more') > 1)
    throw invalid('Invalid conference entry points.');
  if ((notes ?? '').length > maxNotes) throw invalid('Invalid conference notes.');
  const video = entryPoints.find((point) => point.entryPointType === 'video')?.uri;
  const name = textIn(solution, 'name');
  const iconUri = textIn(solution, 'iconUri');
  return {
    ...(type === meetType && video !== undefined ? { hangoutLink: video } : {}),
    conferenceData: {
      conferenceSolution: {
        key: { type },
        ...(name === undefined ? {} : { name }),
        ...(iconUri === undefined ? {} : { iconUri }),
      },
      entryPoints,
      ...(typeof conferenceId === 'string' ? { conferenceId } : {}),
      ...(typeof notes === 'string' ? { notes } : {}),
    },
  };
}

function readEntryPoint(point: JsonObject): NonNullable<EventConference['entryPoints']>[number] {
  const entryPointType = textIn(point, 'entryPointType') ?? '';
  if (!entryPointTypes.includes(entryPointType)) throw invalid('Invalid conference entry points.');
  const texts = Object.entries(entryPointTexts).flatMap(([name, limit]) => {
    const text = textIn(point, name);
    if ((text ?? '').length > limit) throw invalid('Invalid conference entry points.');
    return text === undefined ? [] : [[name, text]];
  });
  return { entryPointType, ...Object.fromEntries(texts) };
}

function objectIn(object: JsonObject | null | undefined, name: string): JsonObject | undefined {
  const value = object?.[name];
  return typeof value === 'object' && value !== null ? { ...value } : undefined;
}

function textIn(object: JsonObject | undefined, name: string): string | undefined {
  const value = object?.[name];
  return typeof value === 'string' ? value : undefined;
}

function invalidType(): Error {
  return invalid('Invalid conference type value.');
}
