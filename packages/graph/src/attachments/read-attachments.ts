import { CalendarError } from '@kalends/core';
import type { Attachment, AttachmentContent, CallOptions, EventReference } from '@kalends/core';
import { attachmentOptionsSchema, listAttachmentsOptionsSchema, parseOptions } from '@kalends/core/schemas';
import { reading } from '../calendars/read-calendar.ts';
import { trustedLink } from '../client/page-link.ts';
import { pathSegment } from '../client/path-segment.ts';
import type { ReadLabel } from '../events/find-occurrence.ts';
import type { GraphSession } from '../graph-session.ts';
import { unsupported } from '../mapping/refusals.ts';
import { attachmentPageWireSchema, attachmentWireSchema } from '../wire/attachment-wire.ts';
import type { AttachmentWire } from '../wire/attachment-wire.ts';
import { unreadable } from '../wire/parse-wire.ts';
import { attachmentFields, attachmentsPath, mapAttachment } from './attachment-target.ts';

/** Largest file that is given back, in bytes. */
const maxContentBytes = 3 * 1_048_576;

/** What the service counts for a file beside its content, at most. */
const overheadBytes = 65_536;

const maxPages = 100;

/** Lists the files of an event, without their contents. */
export async function listAttachments(
  session: GraphSession,
  options: CallOptions & EventReference,
  signal: AbortSignal,
): Promise<readonly Attachment[]> {
  const operation = 'events.attachments.list';
  const { calendarId, ...target } = parseOptions(listAttachmentsOptionsSchema, options, operation);
  const label = { operation, signal };
  const primary = calendarId ?? (await session.primaryCalendarId(operation, signal));
  const path = await attachmentsPath(session, { ...target, calendarId: primary }, label);
  return (await allAttachments(session, path, label)).map(mapAttachment);
}

/** Every attachment of an event, as the service lists them. */
export async function allAttachments(
  session: GraphSession,
  path: string,
  label: ReadLabel,
): Promise<readonly AttachmentWire[]> {
  const found: AttachmentWire[] = [];
  let link: string | undefined;
  for (let pages = 0; pages < maxPages; pages += 1) {
    const page = await session.reader.read({
      ...label,
      permission: reading,
      path,
      query: { $select: attachmentFields },
      link,
      schema: attachmentPageWireSchema,
      what: 'the list of attachments',
    });
    found.push(...page.value);
    const next = page['@odata.nextLink'];
    if (!next) return found;
    link = trustedLink(next, session.context.graphBaseUrl);
  }
  throw unreadable('the list of attachments: it does not end');
}

/** Reads one file. Its size is asked for first, because the content of a large one would come whole. */
export async function getAttachment(
  session: GraphSession,
  options: CallOptions & EventReference & { readonly attachmentId: string },
  signal: AbortSignal,
): Promise<AttachmentContent> {
  const operation = 'events.attachments.get';
  const { calendarId, attachmentId, ...target } = parseOptions(attachmentOptionsSchema, options, operation);
  const label = { operation, signal };
  const primary = calendarId ?? (await session.primaryCalendarId(operation, signal));
  const attachments = await attachmentsPath(session, { ...target, calendarId: primary }, label);
  const path = `${attachments}/${pathSegment(attachmentId)}`;
  const read = (query: Readonly<Record<string, string>>): Promise<AttachmentWire> =>
    session.reader.read({
      ...label,
      permission: reading,
      path,
      query,
      schema: attachmentWireSchema,
      what: 'the attachment',
    });
  const info = await read({ $select: attachmentFields });
  const kind = info['@odata.type']?.toLowerCase() ?? '';
  if (kind.endsWith('referenceattachment')) throw unsupported('the content of a link to a file kept elsewhere');
  if (kind.endsWith('itemattachment')) throw unsupported('the content of an attached item, which is no file');
  if ((info.size ?? 0) > maxContentBytes + overheadBytes) throw tooLarge();
  const { contentBytes } = await read({});
  if (typeof contentBytes !== 'string' || !isBase64(contentBytes)) throw unreadable('the attachment: contentBytes');
  if (decodedBytes(contentBytes) > maxContentBytes) throw tooLarge();
  return { ...mapAttachment(info), contentBase64: contentBytes };
}

function isBase64(text: string): boolean {
  return text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text);
}

function decodedBytes(base64: string): number {
  return (base64.length / 4) * 3 - (base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0);
}

function tooLarge(): CalendarError {
  return new CalendarError({
    code: 'responseTooLarge',
    message: `The file is larger than the ${maxContentBytes} bytes that are read`,
  });
}
