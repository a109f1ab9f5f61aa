/**
 * When single sign-on sends people on to connect their calendar. `firstSignIn`: once, and whoever refuses or fails then has
 * only the manual way left. `untilConnected`: at every sign-in until it worked.
 *
 * @public
 */
export type SsoPromptPolicy = 'firstSignIn' | 'untilConnected';

/** Something that happened to a person's connection, as the application remembers it. @public */
export type SsoEvent =
  /** The person signed in; `redirected` says whether the sign-in led to the provider. */
  | { readonly kind: 'signIn'; readonly redirected: boolean; readonly atMs: number }
  /** The person refused at the provider. */
  | { readonly kind: 'refused'; readonly atMs: number }
  /** Connecting failed for another reason. */
  | { readonly kind: 'failed'; readonly atMs: number }
  /** The provider wants an administrator to consent (`CalendarError` `adminConsentRequired`). */
  | { readonly kind: 'adminConsentRequired'; readonly atMs: number }
  /** An administrator consented for the whole organization. */
  | { readonly kind: 'adminConsentGranted'; readonly atMs: number }
  /** The calendar is connected. */
  | { readonly kind: 'connected'; readonly atMs: number }
  /**
   * It no longer is: because a person or an administrator wanted it so, because the grant ended by itself, or because a locked policy
   * asks for another consent (`disconnected` event of an account with the cause `policyLocked`).
   */
  | {
      readonly kind: 'disconnected';
      readonly by: 'person' | 'administrator' | 'service' | 'policy';
      readonly atMs: number;
    };

/** What {@link decideSsoPrompt} looks at. @public */
export interface DecideSsoPromptOptions {
  readonly policy: SsoPromptPolicy;
  /** What happened before this sign-in, oldest first. */
  readonly history: readonly SsoEvent[];
  /** Now, in milliseconds since the Unix epoch. */
  readonly nowMs: number;
  /** The organization's switch "users may consent to applications", which this must mirror. Default true. */
  readonly usersMayConsent?: boolean;
  /** Whether who signs in may consent for the organization. Default false. */
  readonly isAdministrator?: boolean;
}

/** What to do at a sign-in. @public */
export type SsoPrompt =
  /** `adminConsent`: to the consent page for the whole organization instead of the person's own. */
  | { readonly action: 'redirect'; readonly to: 'authorization' | 'adminConsent' }
  | {
      readonly action: 'none';
      readonly reason: SsoNoPromptReason;
      /** When another sign-in may lead on, in milliseconds since the Unix epoch. With `adminConsentPending` only. */
      readonly retryAtMs?: number;
    };

/** Why a sign-in does not lead to the provider. @public */
export type SsoNoPromptReason =
  | 'connected'
  /** `firstSignIn` was used up; connecting by hand stays possible. */
  | 'alreadyAsked'
  /** Somebody ended the connection; asking again would undo that decision. */
  | 'disconnectedByChoice'
  /** Consent by people is off, and no administrator has consented yet. */
  | 'administratorMustConsent'
  /** An administrator was asked for; until it can have changed, asking again only leads to the same error. */
  | 'adminConsentPending';

/** How long a changed consent switch of a Microsoft 365 organization may take to have effect, in milliseconds: 30 minutes. @public */
export const adminConsentRetryMs: number = 30 * 60_000;

/**
 * Decides whether a single sign-on sends the person on to the provider. Never loops: with `firstSignIn` a second redirect does
 * not happen, and with `untilConnected` an organization that wants an administrator's consent is asked again only after
 * {@link adminConsentRetryMs}, or at once when an administrator consented.
 *
 * @public
 */
export function decideSsoPrompt(options: DecideSsoPromptOptions): SsoPrompt {
  const { policy, nowMs, usersMayConsent = true, isAdministrator = false } = options;
  const state = options.history.reduce(nextState, initialState);
  if (state.connection === 'connected') return none('connected');
  if (state.connection === 'ended') return none('disconnectedByChoice');
  if (policy === 'firstSignIn' && state.wasAsked) return none('alreadyAsked');
  if (!usersMayConsent && !state.hasAdminConsent) {
    return isAdministrator ? { action: 'redirect', to: 'adminConsent' } : none('administratorMustConsent');
  }
  if (state.refusedConsentAtMs !== undefined) {
    const retryAtMs = state.refusedConsentAtMs + adminConsentRetryMs;
    if (nowMs < retryAtMs) return { action: 'none', reason: 'adminConsentPending', retryAtMs };
  }
  return { action: 'redirect', to: 'authorization' };
}

interface SsoState {
  /** `open`: never connected, or lost without anybody wanting it. */
  readonly connection: 'open' | 'connected' | 'ended';
  /** A sign-in led to the provider before. */
  readonly wasAsked: boolean;
  readonly hasAdminConsent: boolean;
  /** When an administrator's consent was last asked for in vain. */
  readonly refusedConsentAtMs: number | undefined;
}

const initialState: SsoState = {
  connection: 'open',
  wasAsked: false,
  hasAdminConsent: false,
  refusedConsentAtMs: undefined,
};

function nextState(state: SsoState, event: SsoEvent): SsoState {
  switch (event.kind) {
    case 'signIn':
      return { ...state, wasAsked: state.wasAsked || event.redirected };
    case 'refused':
    case 'failed':
      return { ...state, wasAsked: true };
    case 'adminConsentRequired':
      // Said by the provider after the consent that was remembered: that one no longer counts.
      return { ...state, wasAsked: true, hasAdminConsent: false, refusedConsentAtMs: event.atMs };
    case 'adminConsentGranted':
      return { ...state, hasAdminConsent: true, refusedConsentAtMs: undefined };
    case 'connected':
      return { ...state, connection: 'connected', refusedConsentAtMs: undefined };
    default:
      // Another consent is asked for anew, also of those who were asked before.
      if (event.by === 'policy') return { ...state, connection: 'open', wasAsked: false };
      return { ...state, connection: event.by === 'service' ? 'open' : 'ended' };
  }
}

function none(reason: SsoNoPromptReason): SsoPrompt {
  return { action: 'none', reason };
}
