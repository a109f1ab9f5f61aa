import { CalendarError } from '@kalends/core';

/**
 * The value of an `Authorization` header for user name and password, UTF-8 before base64.
 *
 * @throws CalendarError `invalidArgument` for what HTTP cannot carry. The values are not part of the error.
 * @see {@link https://www.rfc-editor.org/rfc/rfc7617 | RFC 7617, Basic authentication}
 */
export function basicAuthorization(username: string, password: string): string {
  if (username === '' || password === '') throw invalid('User name and password are needed');
  if (username.includes(':')) throw invalid('The user name holds a colon, which Basic authentication cannot carry');
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(username + password)) {
    throw invalid('The user name or password holds a control character');
  }
  const bytes = new TextEncoder().encode(`${username}:${password}`);
  return `Basic ${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
}

function invalid(message: string): CalendarError {
  return new CalendarError({ code: 'invalidArgument', message, provider: 'ews' });
}
