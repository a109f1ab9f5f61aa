/** When Exchange Online begins to block EWS: 1 October 2026, 00:00 UTC, in milliseconds since the Unix epoch. @public */
export const ewsOnlineBlockedFromMs: number = Date.UTC(2026, 9, 1);

/** When EWS ends in Exchange Online: 1 April 2027, 00:00 UTC, in milliseconds since the Unix epoch. @public */
export const ewsOnlineGoneFromMs: number = Date.UTC(2027, 3, 1);

/** What has become of EWS in Exchange Online. Servers of one's own keep it. @public */
export type EwsOnlineStatus =
  | 'available'
  /** Blocked, unless an administrator switched it on and listed the application. */
  | 'blockedUnlessAllowed'
  | 'gone';

/**
 * Says what has become of EWS in Exchange Online by a point in time.
 *
 * @param nowMs - Milliseconds since the Unix epoch, usually `runtime.clock.now()`.
 * @see {@link https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-ews-exchange-online | Deprecation of EWS in Exchange Online}
 * @public
 */
export function ewsOnlineStatus(nowMs: number): EwsOnlineStatus {
  if (nowMs < ewsOnlineBlockedFromMs) return 'available';
  return nowMs < ewsOnlineGoneFromMs ? 'blockedUnlessAllowed' : 'gone';
}
