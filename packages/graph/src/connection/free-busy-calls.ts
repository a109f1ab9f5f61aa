import { unsupportedGroups } from '@kalends/core';
import type { FreeBusyGroup } from '@kalends/core';
import { providerId } from '../graph-context.ts';
import type { SessionCall } from './session-calls.ts';

/**
 * The questions of a connection about when people are busy.
 *
 * @param isOffered - Personal accounts have nobody to ask about.
 */
export function freeBusyCalls(inSession: SessionCall, isOffered: boolean): FreeBusyGroup {
  if (!isOffered) return unsupportedGroups(providerId).freeBusy;
  return {
    query: (options) => {
      const copy = { ...options };
      return inSession('freeBusy.query', copy, async (session, signal) => {
        const { queryFreeBusy } = await import('../free-busy/query-free-busy.ts');
        return queryFreeBusy(session, copy, signal);
      });
    },
  };
}
