import { CalendarError } from '@kalends/core';
import type { Attachment, CallOptions, EventReference } from '@kalends/core';
import {
  addAttachmentOptionsSchema,
  attachmentOptionsSchema,
  listAttachmentsOptionsSchema,
  parseOptions,
} from '@kalends/core/schemas';
import { z } from 'zod';
import { readingCalendars } from '../../session.ts';
import type { Session } from '../../session.ts';
import { parseWire } from '../../wire/parse-wire.ts';
import { wireEventSchema } from '../../wire/event.ts';
import { checkPathId } from '../check-path-id.ts';
import { gone, readOccurrence, readResource } from '../find-resource.ts';
import { targetCalendar } from '../target-calendar.ts';
import { patchResource } from './patch-resource.ts';
import { namedEvent } from './scoped-event.ts';
import { openWrite, unsupported } from './write-call.ts';
import type { WriteCall } from './write-call.ts';

/** How often an event is read again because somebody changed it in between. */
const maxTries = 5;

const wholeAttachmentsSchema = z.object({
  attachments: z.array(z.looseObject({ fileUrl: z.string().nullish() })).nullish(),
});

/** Lists the files that an event links to. The link is what names one. */
export async function listAttachments(
  session: Session,
  options: CallOptions & EventReference,
): Promise<readonly Attachment[]> {
  const operation = 'events.attachments.list';
  const { signal, calendarId, ...target } = parseOptions(listAttachmentsOptionsSchema, options, operation);
  checkPathId('calendarId', calendarId, operation);
  checkPathId('eventId', 'eventId' in target ? target.eventId : target.masterId, operation);
  const call = { operation, signal, permission: readingCalendars };
  const { id } = await targetCalendar(session, calendarId, call);
  const fields = 'id,status,originalStartTime,attachments(fileUrl,title,mimeType)';
  const wire =
    'eventId' in target
      ? await readResource(session, { calendarId: id, eventId: target.eventId }, call, fields)
      : await readOccurrence(session, { calendarId: id, ...target }, call, fields);
  if (wire.status === 'cancelled') throw gone(operation);
  return (wire.attachments ?? []).flatMap(({ fileUrl, title, mimeType }) =>
    fileUrl
      ? [
          {
            id: fileUrl,
            url: fileUrl,
            ...(title ? { name: title } : {}),
            ...(mimeType ? { contentType: mimeType } : {}),
          },
        ]
      : [],
  );
}

/** Refuses: the files are in Google Drive, which has permissions of its own. */
export function refuseContent(
  operation: 'events.attachments.get' | 'events.attachments.add',
  options: CallOptions & EventReference,
): never {
  parseOptions<unknown>(
    operation === 'events.attachments.get' ? attachmentOptionsSchema : addAttachmentOptionsSchema,
    options,
    operation,
  );
  throw unsupported(operation, 'attachments of Google Calendar are links to files that are kept elsewhere');
}

/** Takes a link off an event; the file stays where it is. */
export async function removeAttachment(
  session: Session,
  options: CallOptions & EventReference & { readonly attachmentId: string },
): Promise<void> {
  const operation = 'events.attachments.remove';
  const removal = parseOptions(attachmentOptionsSchema, options, operation);
  const write = await openWrite(session, operation, removal);
  const { eventId } = await namedEvent(write, { target: removal, scope: undefined });
  for (let tries = 1; ; tries += 1) {
    const { version, attachments } = await readWhole(write, eventId);
    const kept = attachments.filter(({ fileUrl }) => fileUrl !== removal.attachmentId);
    if (kept.length === attachments.length) return;
    try {
      await patchResource(write, {
        eventId,
        body: { attachments: kept },
        notify: 'nobody',
        ifVersion: version,
        isApplied: (event) => !event.attachments?.some(({ fileUrl }) => fileUrl === removal.attachmentId),
      });
      return;
    } catch (error) {
      if (!CalendarError.is(error) || error.code !== 'conflict' || tries >= maxTries) throw error;
    }
  }
}

/** The list is written back whole, so it is read whole. */
async function readWhole({ session, call, calendar }: WriteCall, eventId: string) {
  const data = await session.read(call, (client, options) =>
    client.events.get({ calendarId: calendar.id, eventId, fields: 'id,etag,status,attachments' }, options),
  );
  const { etag, status } = parseWire(wireEventSchema, data);
  if (status === 'cancelled') throw gone(call.operation);
  return { version: etag, attachments: parseWire(wholeAttachmentsSchema, data).attachments ?? [] };
}
