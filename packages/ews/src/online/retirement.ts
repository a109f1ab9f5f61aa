import type { Cure } from '@kalends/core';

/** Microsoft's page on the end of EWS in Exchange Online. */
const retirementUrl =
  'https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-ews-exchange-online';
const controlUrl =
  'https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-control-access-to-ews-in-exchange';

/** When Microsoft begins to switch EWS off, tenant by tenant, ISO 8601 instant. @public */
export const ewsSwitchOffBegins = '2026-10-01T00:00:00Z';

/** When EWS ends in Exchange Online without exceptions, ISO 8601 instant. @public */
export const ewsEnds = '2027-04-01T00:00:00Z';

/** Where the retirement of EWS in Exchange Online stands. @public */
export type EwsRetirementPhase = 'announced' | 'switchingOff' | 'ended';

/** Where the retirement stands at a time, in milliseconds since the Unix epoch. */
export function retirementPhase(nowMs: number): EwsRetirementPhase {
  if (nowMs >= Date.parse(ewsEnds)) return 'ended';
  return nowMs >= Date.parse(ewsSwitchOffBegins) ? 'switchingOff' : 'announced';
}

/** What to do about EWS that works in Exchange Online still. */
export function retirementCure(nowMs: number): Cure {
  const texts: Readonly<Record<EwsRetirementPhase, string>> = {
    announced:
      'Move this account to Microsoft Graph. Exchange Online begins to switch EWS off on 1 October 2026, organization by organization, and ends it on 1 April 2027.',
    switchingOff:
      'Move this account to Microsoft Graph now: since 1 October 2026 Exchange Online switches EWS off, organization by organization, and on 1 April 2027 it ends without exceptions.',
    ended: 'Move this account to Microsoft Graph: EWS in Exchange Online ended on 1 April 2027.',
  };
  return { text: texts[retirementPhase(nowMs)], url: retirementUrl };
}

/** What to do about EWS that is switched off. */
export function blockedCure(isOnline: boolean, nowMs: number): Cure {
  if (!isOnline) {
    return {
      text: 'An administrator checks EwsEnabled of the organization and of the mailbox, and the EWS allow and block lists. If the mailbox is in Exchange Online, connect it through Microsoft Graph.',
      url: controlUrl,
    };
  }
  const texts: Readonly<Record<EwsRetirementPhase, string>> = {
    announced:
      'An administrator checks EWSEnabled of the organization and of the mailbox, and that EWSAllowedAppIDs lists this application. EWS is being retired: from 1 October 2026 it is switched off organization by organization, on 1 April 2027 it ends. Connect through Microsoft Graph instead.',
    switchingOff:
      'Connect through Microsoft Graph: since 1 October 2026 Exchange Online switches EWS off, organization by organization. Until 1 April 2027 an administrator can set EWSEnabled to True and list this application in EWSAllowedAppIDs.',
    ended:
      'Connect through Microsoft Graph: EWS in Exchange Online ended on 1 April 2027, and nobody can switch it on again.',
  };
  return {
    text: texts[retirementPhase(nowMs)],
    url: retirementPhase(nowMs) === 'announced' ? controlUrl : retirementUrl,
  };
}
