import { CalendarError, isLoopbackHost } from '@kalends/core';
import type { RetryPolicy } from '@kalends/core';

/** Checks that settings have in common. */
export interface SettingsCheck {
  invalid(message: string): CalendarError;
  isText(value: unknown): value is string;
  positive(name: string, value: number | undefined): void;
  retry(policy: RetryPolicy | undefined): void;
  /** A base URL: `https:`, or `http:` to loopback where that is allowed. */
  root(name: string, value: string, isInsecureAllowed: boolean): URL;
}

/** Creates the checks of one object's settings. */
export function settingsCheck(provider: string): SettingsCheck {
  const invalid = (message: string): CalendarError =>
    new CalendarError({ code: 'invalidArgument', message: `entra settings: ${message}`, provider });
  const positive = (name: string, value: number | undefined): void => {
    if (value !== undefined && !(Number.isFinite(value) && value > 0))
      throw invalid(`${name} must be a positive number`);
  };
  return {
    invalid,
    isText: (value): value is string => typeof value === 'string' && value.trim() !== '',
    positive,
    retry(policy) {
      positive('retry.maxAttempts', policy?.maxAttempts);
      const { maxWaitMs = 0 } = policy ?? {};
      if (!(maxWaitMs >= 0)) throw invalid('retry.maxWaitMs must be 0 or a positive number');
    },
    root(name, value, isInsecureAllowed) {
      const url = URL.canParse(value) ? new URL(value) : undefined;
      if (url === undefined || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '')
        throw invalid(`${name} must be a URL without query, fragment or credentials`);
      const isAllowed =
        url.protocol === 'https:' || (url.protocol === 'http:' && isInsecureAllowed && isLoopbackHost(url.hostname));
      if (isAllowed) return url;
      throw new CalendarError({
        code: 'insecureTransport',
        message: `The setting ${name} must start with https:; http: is for loopback addresses with allowInsecureLoopback`,
        provider,
      });
    },
  };
}
