import type { FreeBusyGroup } from '@kalends/core';
import type { RunCall } from '../run-call.ts';

/** When people and rooms are taken. What works loads at the first call. */
export function ewsFreeBusyGroup(run: RunCall): FreeBusyGroup {
  return {
    query: (options) =>
      run('freeBusy.query', options.signal, async (session, signal) => {
        const { queryFreeBusy } = await import('./query-free-busy.ts');
        return queryFreeBusy(session.for({ group: 'calendars', access: 'freeBusy' }), options, signal);
      }),
  };
}
