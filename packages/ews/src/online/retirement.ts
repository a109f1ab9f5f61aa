import { ewsOnlineStatus } from '@kalends/core';
import type { Cure, EwsOnlineStatus } from '@kalends/core';

/** Microsoft's page on the end of EWS in Exchange Online. */
const retirementUrl =
  'https://learn.microsoft.com/exchange/clients-and-mobile-in-exchange-online/deprecation-of-ews-exchange-online';
const controlUrl =
  'https://learn.microsoft.com/exchange/client-developer/exchange-web-services/how-to-control-access-to-ews-in-exchange';

/** What to do about EWS that works in Exchange Online still. */
export function retirementCure(nowMs: number): Cure {
  const texts: Readonly<Record<EwsOnlineStatus, string>> = {
    available:
      'Move this account to Microsoft Graph. Exchange Online begins to switch EWS off on 1 October 2026, organization by organization, and ends it on 1 April 2027.',
    blockedUnlessAllowed:
      'Move this account to Microsoft Graph now: since 1 October 2026 Exchange Online switches EWS off, organization by organization, and on 1 April 2027 it ends without exceptions.',
    gone: 'Move this account to Microsoft Graph: EWS in Exchange Online ended on 1 April 2027.',
  };
  return { text: texts[ewsOnlineStatus(nowMs)], url: retirementUrl };
}

/** What to do about EWS that is switched off. */
export function blockedCure(isOnline: boolean, nowMs: number): Cure {
  if (!isOnline) {
    return {
      text: 'An administrator checks EwsEnabled of the organization and of the mailbox, and the EWS allow and block lists. If the mailbox is in Exchange Online, connect it through Microsoft Graph.',
      url: controlUrl,
    };
  }
  const texts: Readonly<Record<EwsOnlineStatus, string>> = {
    available:
      'An administrator checks EWSEnabled of the organization and of the mailbox, and that EWSAllowedAppIDs lists this application. EWS is being retired: from 1 October 2026 it is switched off organization by organization, on 1 April 2027 it ends. Connect through Microsoft Graph instead.',
    blockedUnlessAllowed:
      'Connect through Microsoft Graph: since 1 October 2026 Exchange Online switches EWS off, organization by organization. Until 1 April 2027 an administrator can set EWSEnabled to True and list this application in EWSAllowedAppIDs.',
    gone: 'Connect through Microsoft Graph: EWS in Exchange Online ended on 1 April 2027, and nobody can switch it on again.',
  };
  const status = ewsOnlineStatus(nowMs);
  return {
    text: texts[status],
    url: status === 'available' ? controlUrl : retirementUrl,
  };
}
