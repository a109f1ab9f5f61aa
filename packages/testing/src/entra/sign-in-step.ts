import type { EntraClient } from './entra-client.ts';
import type { EntraContext } from './entra-context.ts';
import type { Authority } from './entra-directory.ts';
import { entraError } from './entra-error.ts';
import type { EntraError } from './entra-error.ts';
import type { EntraUser, SignIn } from './entra-user.ts';
import { accessRefusal, passwordRefusal } from './user-checks.ts';

/** Where somebody stands who filled in a sign-in form. */
export type SignInStep =
  | { readonly kind: 'signedIn'; readonly user: EntraUser; readonly signIn: SignIn }
  /** The form is shown again. */
  | { readonly kind: 'again'; readonly userName: string; readonly problem: string }
  /** A second factor is asked for; `flow` goes into the form. */
  | { readonly kind: 'secondFactor'; readonly flow: string; readonly isRegistration: boolean }
  | { readonly kind: 'refused'; readonly error: EntraError };

/** What somebody signs in to. */
export interface SignInTarget {
  readonly authority: Authority;
  readonly client: EntraClient;
  /** `claims` of the request. */
  readonly claims: string | null;
}

const problems: ReadonlyMap<number, string> = new Map([
  [50034, 'This username may be incorrect. (AADSTS50034)'],
  [50053, 'Your account is locked. Try again later. (AADSTS50053)'],
  [50055, 'Your password has expired. (AADSTS50055)'],
  [50057, 'Your account has been disabled. (AADSTS50057)'],
  [50126, 'Your account or password is incorrect. (AADSTS50126)'],
]);

/** Takes a filled-in form: name and password, or the answer to the second factor. */
export function signInStep(context: EntraContext, form: URLSearchParams, target: SignInTarget): SignInStep {
  const flow = form.get('flow');
  if (flow !== null) return afterSecondFactor(context, flow);
  const userName = form.get('username') ?? '';
  const user = context.directory.userByName(userName);
  const again = (code: number): SignInStep => ({
    kind: 'again',
    userName,
    problem: problems.get(code) ?? 'You cannot sign in here.',
  });
  if (user === undefined) return again(50034);
  const foreign = context.directory.accountRefusal(target.client, target.authority, user);
  if (foreign !== undefined) return { kind: 'refused', error: foreign };
  const refusal = passwordRefusal(user, form.get('password') ?? '');
  if (refusal !== undefined) return again(refusal.code);
  return admit(context, user, { at: context.clock.now(), isMultiFactor: false }, target.claims);
}

/** Lets somebody in who is known, unless Conditional Access asks for more. */
export function admit(context: EntraContext, user: EntraUser, signIn: SignIn, claims: string | null): SignInStep {
  const refusal = accessRefusal(context, user, signIn, claims);
  if (refusal === undefined) return { kind: 'signedIn', user, signIn };
  if (refusal.code === 53003) return { kind: 'refused', error: refusal };
  const flow = context.pendingSignIns.add(user.objectId);
  return { kind: 'secondFactor', flow, isRegistration: refusal.code === 50079 };
}

function afterSecondFactor(context: EntraContext, flow: string): SignInStep {
  const objectId = context.pendingSignIns.take(flow);
  const user = objectId === undefined ? undefined : context.directory.userByObjectId(objectId);
  if (user === undefined) return { kind: 'refused', error: entraError(9002313, 'The sign-in has ended. Start again.') };
  if (user.state.conditionalAccess === 'requireMfaRegistration') {
    user.state = { ...user.state, conditionalAccess: 'requireMfa' };
  }
  return { kind: 'signedIn', user, signIn: { at: context.clock.now(), isMultiFactor: true } };
}
