import { CalendarError } from '../errors/calendar-error.ts';

/**
 * Reads an answer's body as JSON.
 *
 * @param context.provider - Provider id that errors carry.
 * @throws CalendarError `invalidResponse` when the body is no JSON (a proxy's or sign-in page, a cut-off answer). The body
 * itself is not part of the error.
 * @public
 */
export async function readJson(response: Response, context: { readonly provider: string }): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const looksLikeHtml = /^\s*</.test(text);
    throw new CalendarError({
      code: 'invalidResponse',
      message: looksLikeHtml
        ? 'The service answered with a web page instead of JSON; a proxy or sign-in page may stand in between'
        : 'The service answered with something that is not JSON, or its answer was cut off',
      provider: context.provider,
      status: response.status,
    });
  }
}
