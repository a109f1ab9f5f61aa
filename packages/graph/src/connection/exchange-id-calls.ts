import type { ExchangeIdGroup } from '../exchange-ids/exchange-id-group.ts';
import type { SessionCall } from './session-calls.ts';

/** The translations of ids of a connection. */
export function exchangeIdCalls(inSession: SessionCall): ExchangeIdGroup {
  return {
    toGraph: (options) => {
      const copy = { ...options };
      return inSession('exchangeIds.toGraph', copy, async (session, signal) => {
        const { toGraphIds } = await import('../exchange-ids/translate-exchange-ids.ts');
        return toGraphIds(session, copy, signal);
      });
    },
    toEws: (options) => {
      const copy = { ...options };
      return inSession('exchangeIds.toEws', copy, async (session, signal) => {
        const { toEwsIds } = await import('../exchange-ids/translate-exchange-ids.ts');
        return toEwsIds(session, copy, signal);
      });
    },
  };
}
