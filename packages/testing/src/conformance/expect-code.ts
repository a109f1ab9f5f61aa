import type { CalendarErrorCode } from '@kalends/core';
import { CalendarError } from '@kalends/core';
import { expect } from 'vitest';

/** Expects a call to end in a `CalendarError` with this code, or with one of these. */
export async function expectCode(
  code: CalendarErrorCode | readonly CalendarErrorCode[],
  call: () => PromiseLike<unknown>,
): Promise<void> {
  const outcome = await Promise.resolve()
    .then(call)
    .then(
      () => 'no error',
      (error: unknown) => (CalendarError.is(error) ? error.code : error),
    );
  expect(typeof code === 'string' ? [code] : code).toContain(outcome);
}
