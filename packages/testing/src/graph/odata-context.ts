import type { MailboxRequest } from './graph-context.ts';

/** `@odata.context` of an answer about one user's resources. */
export function contextUrl(
  work: MailboxRequest,
  collection: string,
  select?: readonly string[],
  isEntity = false,
): string {
  const selected = select === undefined ? '' : `(${select.join(',')})`;
  const owner = encodeURIComponent(work.mailbox.address);
  return `${work.graphBaseUrl}/$metadata#users('${owner}')/${collection}${selected}${isEntity ? '/$entity' : ''}`;
}
