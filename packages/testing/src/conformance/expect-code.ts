import type { CalendarErrorCode } from '@kalends/core';
import { CalendarError } from '@kalends/core';
import { expect } from 'vitest';

/** How a call ends: with `no error`, the code of a `CalendarError`, or whatever else it threw. */
export async function outcomeOf(call: () => PromiseLike<unknown>): Promise<unknown> {
  return Promise.resolve()
    .then(call)
    .then(
      () => 'no error',
      (error: unknown) => (CalendarError.is(error) ? error.code : error),
    );
}

/** Expects a call to end in a `CalendarError` with this code, or with one of these. */
export async function expectCode(
  code: CalendarErrorCode | readonly CalendarErrorCode[],
  call: () => PromiseLike<unknown>,
): Promise<void> {
  expect(typeof code === 'string' ? [code] : code).toContain(await outcomeOf(call));
}
