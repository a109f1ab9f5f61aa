import type { FreeBusyGroup } from '@kalends/core';
import type { RunCall } from '../run-call.ts';

/**
 * When people and rooms are taken.
 *
 * @param scopes - What was granted; `undefined`: not known.
 */
export function freeBusyGroup(run: RunCall, scopes: readonly string[] | undefined): FreeBusyGroup {
  return {
    query: (options) =>
      run('freeBusy.query', async (session) => {
        const { queryFreeBusy } = await import('./query-free-busy.ts');
        return queryFreeBusy(session, options, scopes);
      }),
  };
}
