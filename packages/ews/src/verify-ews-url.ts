import type { EwsUrlCheck, VerifyEwsUrlOptions } from './url-check/ews-url-check.ts';

/**
 * Checks an EWS URL that somebody entered, before it is saved: form, addresses, reachability, certificate, and that Exchange
 * answers. The probe carries no credentials, and no redirect is followed. With an authorization the server's version is read
 * afterwards, from the same URL.
 *
 * @param url - As it was entered.
 * @returns why the URL cannot be used, with a cure, or what the server offers. It does not throw for a bad URL.
 * @throws CalendarError `invalidArgument` for an option, `aborted`.
 * @example
 * ```ts
 * import { verifyEwsUrl } from '@kalends/ews';
 *
 * const check = await verifyEwsUrl('https://mail.example.com/EWS/Exchange.asmx');
 * console.log(check.isUsable ? check.authentication : `${check.message}. ${check.cure}`);
 * ```
 * @public
 */
export async function verifyEwsUrl(url: string, options: VerifyEwsUrlOptions = {}): Promise<EwsUrlCheck> {
  const { runUrlCheck } = await import('./url-check/run-url-check.ts');
  return runUrlCheck(url, options);
}
