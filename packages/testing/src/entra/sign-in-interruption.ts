import type { HandlerResponse } from '../server/loopback-server.ts';
import { htmlResponse } from './authorize-response.ts';
import type { EntraContext } from './entra-context.ts';
import { describeError } from './entra-error.ts';
import { refusalPage, secondFactorPage } from './sign-in-page.ts';
import type { SignInStep } from './sign-in-step.ts';

/** The page for somebody who is not signed in yet. */
export function interruptionPage(
  context: EntraContext,
  step: Exclude<SignInStep, { readonly kind: 'signedIn' }>,
  action: string,
  showForm: (userName: string, problem: string) => HandlerResponse,
): HandlerResponse {
  if (step.kind === 'again') return showForm(step.userName, step.problem);
  return step.kind === 'refused'
    ? htmlResponse(400, refusalPage(describeError(context, step.error)))
    : htmlResponse(200, secondFactorPage({ action, flow: step.flow, isRegistration: step.isRegistration }));
}
