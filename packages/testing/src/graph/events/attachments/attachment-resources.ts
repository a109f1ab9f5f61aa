import { readBody } from '../../body-reader.ts';
import type { MailboxRequest } from '../../graph-context.ts';
import { itemNotFound } from '../../graph-error.ts';
import type { JsonObject } from '../../mailbox.ts';
import { contextUrl } from '../../odata-context.ts';
import { created, noContent } from '../../reply.ts';
import type { Reply } from '../../reply.ts';
import { readQueryOptions } from '../../query-options.ts';
import type { EventInstance } from '../event-instance.ts';
import { eventId } from '../event-json.ts';
import { spelled, trimmed, byLowerCase } from '../event-properties.ts';
import { findEvent } from '../find-event.ts';
import { writeContent } from '../write-content.ts';
import { readAttachment, storedAttachment } from './attachment-input.ts';
import { attachmentId, attachmentJson } from './stored-attachment.ts';
import type { StoredAttachment } from './stored-attachment.ts';

/** A file that comes with its Base64 form. */
const maxAttachmentBody = 6 * 1024 * 1024;
const attachmentProperties = byLowerCase(
  'id lastModifiedDateTime name contentType size isInline contentId contentLocation contentBytes item',
);

/** `GET events/{id}/attachments`. */
export function listAttachments(work: MailboxRequest): JsonObject {
  const instance = findEvent(work);
  const { select } = selection(work);
  return {
    '@odata.context': contextUrl(work, 'events/attachments', select),
    value: instance.content.attachments.map((attachment) =>
      trimmed(attachmentJson(attachment, idOf(work, instance), work.preferences.idForm), select),
    ),
  };
}

/** `GET events/{id}/attachments/$count`. */
export function countAttachments(work: MailboxRequest): number {
  return findEvent(work).content.attachments.length;
}

/** `GET events/{id}/attachments/{id}`; the attached item itself only when it is expanded. */
export function getAttachment(work: MailboxRequest): JsonObject {
  const { instance, attachment } = findAttachment(work);
  const { select, withItem } = selection(work);
  return {
    '@odata.context': contextUrl(work, 'events/attachments', select, true),
    ...trimmed(attachmentJson(attachment, idOf(work, instance), work.preferences.idForm, withItem), select),
  };
}

/** `POST events/{id}/attachments`. */
export function createAttachment(work: MailboxRequest): Reply {
  const instance = findEvent(work);
  const input = readAttachment(readBody(work.request, maxAttachmentBody));
  const attachment = storedAttachment(work.context.versions, work.mailbox, input);
  attach(work, instance, attachment);
  return created({
    '@odata.context': contextUrl(work, 'events/attachments', undefined, true),
    ...attachmentJson(attachment, idOf(work, instance), work.preferences.idForm),
  });
}

/** `DELETE events/{id}/attachments/{id}`. */
export function deleteAttachment(work: MailboxRequest): Reply {
  const { instance, attachment } = findAttachment(work);
  const attachments = instance.content.attachments.filter((other) => other !== attachment);
  writeContent(work, instance, { attachments });
  return noContent;
}

/** Adds an attachment to an event. */
export function attach(
  work: Pick<MailboxRequest, 'context'>,
  instance: EventInstance,
  attachment: StoredAttachment,
): void {
  writeContent(work, instance, { attachments: [...instance.content.attachments, attachment] });
}

function findAttachment(work: MailboxRequest): {
  readonly instance: EventInstance;
  readonly attachment: StoredAttachment;
} {
  const instance = findEvent(work);
  const asked = work.parameters['attachment'];
  const { idForm } = work.preferences;
  const attachment = instance.content.attachments.find(
    (candidate) => attachmentId(candidate, idOf(work, instance), idForm) === asked,
  );
  if (attachment === undefined) throw itemNotFound();
  return { instance, attachment };
}

function idOf({ preferences }: MailboxRequest, instance: EventInstance): string {
  return eventId(instance, preferences.idForm);
}

function selection({ request }: MailboxRequest): {
  readonly select: readonly string[] | undefined;
  readonly withItem: boolean;
} {
  const options = readQueryOptions(request.query);
  const withItem = options.expand.some((term) => /^microsoft\.graph\.itemAttachment\/item$/i.test(term));
  const select =
    options.select === undefined
      ? undefined
      : spelled(options.select, attachmentProperties, 'microsoft.graph.attachment');
  return { select: select === undefined ? undefined : ['@odata.type', ...select], withItem };
}
