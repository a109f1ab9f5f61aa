import type { FreeBusyGroup } from '@kalends/core';
import type { Grant } from '../auth/require-scopes.ts';
import type { RunCall } from '../run-call.ts';

/** When people and rooms are taken. */
export function freeBusyGroup(run: RunCall, grant: Grant): FreeBusyGroup {
  return {
    query: (options) =>
      run('freeBusy.query', async (session) => {
        const { queryFreeBusy } = await import('./query-free-busy.ts');
        return queryFreeBusy(session, options, grant);
      }),
  };
}
