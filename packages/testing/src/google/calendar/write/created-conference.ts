import type { GoogleState } from '../../google-state.ts';
import type { CalendarStore } from '../calendar-store.ts';
import type { GoogleEventResource } from '../event-resource.ts';
import { isOrganizers, snapshot, spread } from '../invitations/copies.ts';
import { createdConference } from './conference.ts';

/** Lets a conference that was asked for come into being, some time after this request. */
export function awaitConference(state: GoogleState, calendar: CalendarStore, id: string): void {
  const request = pendingRequest(calendar.events.get(id)?.resource);
  if (request === undefined) return;
  state.agenda.add(state.conferenceDelayMs, () => finish(state, calendar, id, request.requestId));
}

function finish(state: GoogleState, calendar: CalendarStore, id: string, requestId: string): void {
  const resource = calendar.events.get(id)?.resource;
  const request = pendingRequest(resource);
  if (resource?.conferenceData === undefined || request?.requestId !== requestId) return;
  const before = snapshot(calendar, id);
  const outcome =
    state.conferenceFailures > 0 ? failed(resource) : createdConference(resource.conferenceData, meetId(state));
  state.conferenceFailures = Math.max(0, state.conferenceFailures - 1);
  calendar.put(id, { ...resource, ...outcome });
  if (isOrganizers(resource)) spread(state, calendar, id, before);
}

function failed({ conferenceData }: GoogleEventResource): Pick<GoogleEventResource, 'conferenceData'> {
  const request = conferenceData?.createRequest;
  return request === undefined
    ? {}
    : { conferenceData: { createRequest: { ...request, status: { statusCode: 'failure' } } } };
}

type CreateRequest = NonNullable<NonNullable<GoogleEventResource['conferenceData']>['createRequest']>;

function pendingRequest(resource: GoogleEventResource | undefined): CreateRequest | undefined {
  const request = resource?.conferenceData?.createRequest;
  return request?.status.statusCode === 'pending' ? request : undefined;
}

/** `aaa-bbbb-ccc` */
function meetId({ opaque }: GoogleState): string {
  const letters = Array.from(opaque.hex(20).match(/../g) ?? [], (byte) =>
    String.fromCharCode(97 + (Number.parseInt(byte, 16) % 26)),
  ).join('');
  return `${letters.slice(0, 3)}-${letters.slice(3, 7)}-${letters.slice(7, 10)}`;
}
