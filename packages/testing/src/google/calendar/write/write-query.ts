import { invalidParameter } from '../../api/api-error.ts';
import { booleanParameter, countParameter, enumParameter } from '../../api/query-parameters.ts';

/** Who is sent a mail about a change: all guests, those without Google Calendar, nobody. */
export type SendUpdates = 'all' | 'externalOnly' | 'none';

/** How a write is to be carried out. */
export interface WriteQuery {
  readonly sendUpdates: SendUpdates;
  /** Conference data of the body counts. */
  readonly writesConference: boolean;
  /** Attachments of the body count. */
  readonly writesAttachments: boolean;
  /** Labels of the body count, and colours don't. */
  readonly usesLabels: boolean;
  readonly maxAttendees: number | undefined;
}

/** Reads the parameters that the writing methods share. @throws ApiError 400. */
export function readWriteQuery(query: URLSearchParams): WriteQuery {
  booleanParameter(query, 'alwaysIncludeEmail');
  return {
    sendUpdates: readSendUpdates(query),
    writesConference: versionParameter(query, 'conferenceDataVersion') === 1,
    writesAttachments: booleanParameter(query, 'supportsAttachments') ?? false,
    usesLabels: versionParameter(query, 'eventLabelVersion') === 1,
    maxAttendees: countParameter(query, 'maxAttendees'),
  };
}

/** `sendUpdates`, or what the older `sendNotifications` says. Nobody is told unless asked for. */
export function readSendUpdates(query: URLSearchParams): SendUpdates {
  const older = booleanParameter(query, 'sendNotifications') ?? false;
  return enumParameter(query, 'sendUpdates', ['all', 'externalOnly', 'none'] as const) ?? (older ? 'all' : 'none');
}

function versionParameter(query: URLSearchParams, name: string): number {
  const value = query.get(name) ?? '0';
  if (value !== '0' && value !== '1') {
    throw invalidParameter(name, `Invalid value '${value}'. Values must be within the range: [0, 1]`);
  }
  return Number(value);
}
