import { invalidRequest, readBody } from './body-reader.ts';
import type { MailboxRequest } from './graph-context.ts';
import type { ExchangeIdFormat } from './item-ids.ts';
import { ok } from './reply.ts';
import type { Reply } from './reply.ts';

const formats: readonly ExchangeIdFormat[] = ['entryId', 'ewsId', 'immutableEntryId', 'restId', 'restImmutableEntryId'];
/** Graph docs, "user: translateExchangeIds". */
const maxIds = 1000;

/**
 * `POST translateExchangeIds`. An id that cannot be translated says so for itself.
 *
 * @throws GraphRefusal 400 for too many ids or unknown forms.
 */
export function translateExchangeIds(work: MailboxRequest): Reply {
  const { mailbox, request, graphBaseUrl } = work;
  const body = readBody(request);
  const inputIds = body.texts('inputIds') ?? [];
  const [source, target] = ['sourceIdType', 'targetIdType'].map((name) =>
    formats.find((format) => format === body.choice(name, formats, 'exchangeIdFormat')),
  );
  if (source === undefined || target === undefined) throw invalidRequest('SourceIdType and TargetIdType are required.');
  if (inputIds.length === 0 || inputIds.length > maxIds) throw invalidRequest(`InputIds has to be 1 to ${maxIds} ids.`);
  const folderOf = (number: number): string | undefined =>
    mailbox.items.get(number)?.calendar.id ?? mailbox.contacts.contacts.get(number)?.folderId;
  return ok({
    '@odata.context': `${graphBaseUrl}/$metadata#Collection(microsoft.graph.convertIdResult)`,
    value: inputIds.map((sourceId) => {
      const targetId = mailbox.ids.translate(sourceId, source, target, folderOf);
      if (targetId !== undefined) return { sourceId, targetId };
      const message = 'The id cannot be translated.';
      return { sourceId, errorDetails: { code: 'ErrorInvalidIdMalformed', message } };
    }),
  });
}
