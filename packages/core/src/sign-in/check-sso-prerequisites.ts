import type { Finding } from '../diagnosis/finding.ts';
import type { Deployment } from '../authorization/environment.ts';

/** What has to be there before calendars are connected at single sign-on. @public */
export interface SsoPrerequisites {
  /** People sign in to the application through their organization's identity provider. */
  readonly singleSignOn: boolean;
  /** That identity provider is federated with Microsoft Entra ID, or is Entra ID itself. */
  readonly federatedWithEntra: boolean;
  /** Where the organization's Exchange is. Hybrid is fine. */
  readonly deployment: Deployment;
}

/**
 * Names each precondition of connecting at single sign-on that is missing, one finding each with the code `ssoNotConfigured`
 * and the precondition as `evidence.precondition`. Empty: all are there.
 *
 * @public
 */
export function checkSsoPrerequisites(config: SsoPrerequisites): readonly Finding[] {
  return [
    ...(config.singleSignOn ? [] : [missing('singleSignOn')]),
    ...(config.federatedWithEntra ? [] : [missing('federatedWithEntra')]),
    ...(config.deployment === 'onPremises' ? [missing('deployment')] : []),
    ...(config.deployment === 'unknown' ? [unknownDeployment] : []),
  ];
}

const texts: Readonly<Record<keyof SsoPrerequisites, { readonly message: string; readonly cure: string }>> = {
  singleSignOn: {
    message: 'People do not sign in through single sign-on, so there is no sign-in that could lead on to the calendar.',
    cure: 'Configure single sign-on of the application first.',
  },
  federatedWithEntra: {
    message:
      'The identity provider is not federated with Microsoft Entra ID, so the sign-in says nothing to Microsoft 365.',
    cure: 'Federate the identity provider with the Entra tenant of the organization.',
  },
  deployment: {
    message:
      'Exchange is on-premises only; connecting at single sign-on needs mailboxes of Microsoft 365, alone or in a hybrid deployment.',
    cure: 'Connect by the EWS URL, or move to a hybrid deployment.',
  },
};

function missing(precondition: keyof SsoPrerequisites): Finding {
  const { message, cure } = texts[precondition];
  return { code: 'ssoNotConfigured', severity: 'error', message, evidence: { precondition }, cure: { text: cure } };
}

const unknownDeployment: Finding = {
  code: 'ssoNotConfigured',
  severity: 'warning',
  message:
    'It is not known whether Exchange is in Microsoft 365, hybrid or on-premises; purely on-premises would not work.',
  evidence: { precondition: 'deployment' },
  cure: { text: 'Ask the administrator where the mailboxes are.' },
};
