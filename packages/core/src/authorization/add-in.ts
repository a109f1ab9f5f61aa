import type { MailboxLocation } from './environment.ts';

/** Application id of the official Outlook add-in. @public */
export const officialAddinAppId = 'ce63c970-e2d7-45e6-bee1-80c330b0800b';

/** An application as it stands in an organization's list. @public */
export interface AddinIdentity {
  readonly appId: string;
  /** Looked at by people only: anybody may call an application what they like. */
  readonly displayName?: string;
}

/**
 * Tells whether an application is the official Outlook add-in. The id decides; the right name with another id is an impostor.
 * Ids are compared the way they get pasted: in braces, in capitals, with typographic hyphens and invisible characters.
 *
 * @public
 */
export function isOfficialAddin({ appId }: AddinIdentity): boolean {
  return normalizeAppId(appId) === officialAddinAppId;
}

const maxIdLength = 200;

/** An application id as typed or pasted, in the form that can be compared: lower case, plain hyphens, nothing around it. */
export function normalizeAppId(text: string): string {
  if (text.length > maxIdLength) return '';
  return (
    text
      // Hyphens, non-breaking ones and dashes of any length, the minus sign and full-width forms (Unicode category Pd and U+2212).
      .replaceAll(/[\p{Pd}\u2212]/gu, '-')
      // Format and control characters (zero-width spaces, joiners, marks of direction, soft hyphens) and every kind of space.
      .replaceAll(/[\p{Cf}\p{Cc}\s]/gu, '')
      .replace(/^\{(.*)\}$/u, '$1')
      .toLowerCase()
  );
}

/** Where a scheduling tool of Outlook runs. @public */
export interface AddinEnvironment {
  /** `addIn`: the web add-in; `plugIn`: the installed one of Windows, which signs in through the desktop client. */
  readonly tool: 'addIn' | 'plugIn';
  readonly mailboxLocation: MailboxLocation;
  /** Now, in milliseconds since the Unix epoch. */
  readonly nowMs: number;
}

/** How an Outlook add-in proves to its back end who the person is. @public */
export type AddinTokenKind =
  /** Nested app authentication: a token of Microsoft Entra ID for the add-in's own application. */
  | 'nestedAppAuthentication'
  /** Tokens that Exchange itself signs: user identity token and callback token. */
  | 'exchangeTokens'
  /** The tool needs none. */
  | 'none'
  /** The place of the mailbox has to be known first. */
  | 'unknown';

/** When nested app authentication replaced the tokens of Exchange Online: January 2025, in milliseconds since the Unix epoch. */
const nestedAppAuthenticationFromMs = Date.UTC(2025, 0, 1);

/**
 * Says which tokens an add-in's back end has to expect. Exchange Online has replaced the tokens of Exchange by nested app
 * authentication since January 2025; servers on-premises keep them.
 *
 * @see {@link https://learn.microsoft.com/office/dev/add-ins/outlook/authentication | Authentication options in Outlook add-ins}
 * @public
 */
export function addinTokenKind({ tool, mailboxLocation, nowMs }: AddinEnvironment): AddinTokenKind {
  if (tool === 'plugIn') return 'none';
  if (mailboxLocation === 'onPremises' || nowMs < nestedAppAuthenticationFromMs) return 'exchangeTokens';
  return mailboxLocation === 'cloud' ? 'nestedAppAuthentication' : 'unknown';
}
