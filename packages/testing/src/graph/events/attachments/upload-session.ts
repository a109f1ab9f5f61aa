import { invalidProperty, invalidRequest, readBody } from '../../body-reader.ts';
import type { HandlerResponse } from '../../../server/loopback-server.ts';
import type { RecordedRequest } from '../../../server/recorded-exchange.ts';
import type { GraphContext, MailboxRequest } from '../../graph-context.ts';
import { accessDenied, GraphRefusal } from '../../graph-error.ts';
import { created } from '../../reply.ts';
import type { Reply } from '../../reply.ts';
import { itemInstance, occurrenceInstance } from '../event-instance.ts';
import type { EventInstance } from '../event-instance.ts';
import { eventId } from '../event-json.ts';
import { findEvent } from '../find-event.ts';
import { minSessionBytes, storedAttachment } from './attachment-input.ts';
import { attach } from './attachment-resources.ts';
import { attachmentId } from './stored-attachment.ts';

/** Largest file (Graph docs, "Attach large files to Outlook messages or events"). */
const maxSessionBytes = 150 * 1024 * 1024;
/** Largest piece of it. */
const maxChunkBytes = 4 * 1024 * 1024;
const sessionLifetimeMs = 3 * 3_600_000;
/** Where the pieces go; on the service it is another host. */
const uploadPath = '/api/v2.0/attachmentsessions/';

/** A large file on its way into an event. */
export interface UploadSession {
  readonly instance: EventInstance;
  readonly idForm: 'rest' | 'immutable';
  readonly name: string;
  readonly contentType: string | null;
  readonly isInline: boolean;
  readonly contentId: string | null;
  readonly size: number;
  readonly expiresAtMs: number;
  readonly chunks: Buffer[];
}

/**
 * `POST events/{id}/attachments/createUploadSession`.
 *
 * @throws GraphRefusal 400 for a file that fits into one request or into no event, 403 in mailboxes of others.
 */
export function createUploadSession(work: MailboxRequest): Reply {
  const { context, caller, mailbox } = work;
  const instance = findEvent(work);
  if (caller.kind === 'user' && caller.objectId !== mailbox.objectId) throw accessDenied();
  const item = readBody(work.request).object('attachmentItem');
  if (item === undefined) throw invalidRequest('An upload session takes an AttachmentItem.');
  const size = item.number('size') ?? 0;
  const name = item.text('name') ?? '';
  if (item.choice('attachmentType', ['file', 'item', 'reference'], 'attachmentType') !== 'file' || name === '') {
    throw invalidProperty('An upload session takes a file with a name.');
  }
  if (size < minSessionBytes) {
    throw new GraphRefusal(
      400,
      'ErrorAttachmentSizeShouldNotBeLessThanMinimumSize',
      'The attachment size should be greater than the minimum size for upload sessions.',
    );
  }
  if (size > maxSessionBytes) throw invalidProperty('The attachment is too large.');
  const token = context.entra.minted.opaque(64);
  const expiresAtMs = context.entra.clock.now() + sessionLifetimeMs;
  context.uploads.set(token, {
    instance,
    idForm: work.preferences.idForm,
    name,
    contentType: item.text('contentType') ?? 'application/octet-stream',
    isInline: item.flag('isInline') ?? false,
    contentId: item.text('contentId') ?? null,
    size,
    expiresAtMs,
    chunks: [],
  });
  return created({
    '@odata.context': `${work.graphBaseUrl}/$metadata#microsoft.graph.uploadSession`,
    uploadUrl: `${context.entra.origin()}${uploadPath}${token}`,
    expirationDateTime: new Date(expiresAtMs).toISOString(),
    nextExpectedRanges: ['0-'],
  });
}

/** Whether a request belongs to an upload session. */
export function isUpload(request: RecordedRequest): boolean {
  return request.path.startsWith(uploadPath);
}

/** PUT of a piece, or DELETE of the session; the address is all the proof it takes, and an Authorization header is wrong. */
export function handleUpload(context: GraphContext, request: RecordedRequest): HandlerResponse {
  const token = request.path.slice(uploadPath.length);
  const session = context.uploads.get(token);
  if (session === undefined || session.expiresAtMs <= context.entra.clock.now()) {
    return problem(404, 'ErrorItemNotFound', 'The upload session was not found.');
  }
  if (request.headers['authorization'] !== undefined) {
    return problem(401, 'InvalidAuthenticationToken', 'Uploads take no Authorization header.');
  }
  if (request.method === 'DELETE') {
    context.uploads.delete(token);
    return { status: 204 };
  }
  if (request.method !== 'PUT') return problem(405, 'Request_BadRequest', 'The method is not allowed.');
  const received = session.chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
  const chunk = Buffer.from(request.bytes ?? []);
  const [, from = '', to = '', total = ''] =
    /^bytes (\d+)-(\d+)\/(\d+)$/.exec(request.headers['content-range'] ?? '') ?? [];
  const isFitting =
    Number(from) === received &&
    Number(to) === received + chunk.byteLength - 1 &&
    Number(total) === session.size &&
    Number(to) < session.size;
  if (from === '' || !isFitting) return problem(416, 'InvalidContentRange', 'The range is not the one expected.');
  if (chunk.byteLength > maxChunkBytes) return problem(413, 'RequestEntityTooLarge', 'The piece is too large.');
  session.chunks.push(chunk);
  const done = received + chunk.byteLength;
  if (done < session.size) {
    const expirationDateTime = new Date(session.expiresAtMs).toISOString();
    return { status: 200, body: { ExpirationDateTime: expirationDateTime, NextExpectedRanges: [`${done}-`] } };
  }
  context.uploads.delete(token);
  return finish(context, session);
}

function finish(context: GraphContext, session: UploadSession): HandlerResponse {
  const { instance, idForm } = session;
  const { mailbox, number } = instance.item;
  const item = mailbox.items.get(number);
  const current =
    item === undefined || instance.occurrence === undefined
      ? item && itemInstance(item)
      : occurrenceInstance(item, instance.occurrence.date);
  if (current === undefined)
    return problem(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
  const attachment = storedAttachment(context.versions, mailbox, {
    kind: 'file',
    name: session.name,
    contentType: session.contentType,
    size: session.size,
    isInline: session.isInline,
    contentBytes: Buffer.concat(session.chunks).toString('base64'),
    contentId: session.contentId,
  });
  attach({ context }, current, attachment);
  const event = eventId(current, idForm);
  const owner = `${context.entra.origin()}/v1.0/users('${encodeURIComponent(mailbox.address)}')`;
  const location = `${owner}/events('${event}')/attachments('${attachmentId(attachment, event, idForm)}')`;
  return { status: 201, headers: { location } };
}

function problem(status: number, code: string, message: string): HandlerResponse {
  return { status, body: { error: { code, message } } };
}
