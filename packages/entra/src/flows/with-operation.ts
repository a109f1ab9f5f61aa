import { CalendarError } from '@kalends/core';

/** Runs calls whose errors say which call they come from. */
export function withOperation(provider: string): <T>(operation: string, run: () => Promise<T>) => Promise<T> {
  return async (operation, run) => {
    try {
      return await run();
    } catch (error) {
      throw CalendarError.is(error) ? error.withContext({ provider, operation }) : error;
    }
  };
}
