import { CalendarError } from '@kalends/core';
import { providerId } from '../graph-context.ts';

const etag = /^(?:W\/)?"[\u0021\u0023-\u007E]+"$/;

/**
 * An `ifVersion` as the service takes it.
 *
 * @throws CalendarError `conflict` for text that no version can be: it is not the current one.
 */
export function currentEtag(version: string): string {
  if (etag.test(version)) return version;
  throw new CalendarError({
    code: 'conflict',
    message: 'ifVersion is not the version that is there; nothing was sent',
    provider: providerId,
  });
}
