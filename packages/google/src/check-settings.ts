import { CalendarError } from '@kalends/core';
import type { RetryPolicy } from '@kalends/core';

/** The error of a setting that is missing, wrong or unknown. `operation` is the function that was called. */
export function invalidSetting(operation: string, what: string): CalendarError {
  return new CalendarError({
    code: 'invalidArgument',
    message: `${operation}: ${what}`,
    provider: 'google',
    operation,
  });
}

/**
 * Checks the settings that are numbers: a limit of `NaN` would be no limit.
 *
 * @throws CalendarError `invalidArgument` naming the setting.
 */
export function checkLimits(
  operation: string,
  settings: { readonly timeoutMs?: number; readonly maxResponseBytes?: number; readonly retry?: RetryPolicy },
): void {
  const { timeoutMs, maxResponseBytes, retry } = settings;
  const limits = {
    timeoutMs,
    maxResponseBytes,
    'retry.maxAttempts': retry?.maxAttempts,
    'retry.maxWaitMs': retry?.maxWaitMs,
  };
  for (const [name, value] of Object.entries(limits)) {
    if (value === undefined || (Number.isSafeInteger(value) && value > 0)) continue;
    throw invalidSetting(operation, `${name} needs a whole number above 0`);
  }
}
