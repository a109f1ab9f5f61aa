import type { ReauthorizationReason } from '@kalends/core';
import { html } from 'hono/html';
import type { AskFailure } from '../connections/ask-person.ts';
import type { ConnectedPerson } from '../connections/connected-person.ts';
import type { Html } from './layout.ts';

/** A person with the button that ends the connection. */
export function personTag(person: ConnectedPerson, { formToken }: { readonly formToken: string }): Html {
  const isActive = person.status.state === 'active';
  return html`<li class="${person.provider}${isActive ? '' : ' ended'}">
    <span class="dot"></span>${person.name} · ${person.providerLabel}
    <form method="post" action="/disconnect">
      <input type="hidden" name="id" value="${person.id}" />
      <input type="hidden" name="token" value="${formToken}" />
      <button type="submit" title="Disconnect ${person.name}">Disconnect</button>
    </form>
  </li>`;
}

/** What somebody has to do about a connection; nothing while it works. */
export function personNotice(person: ConnectedPerson): Html | '' {
  const { status, name, providerLabel } = person;
  if (status.state === 'reauthorizationRequired') {
    return notice(person, html`${name} is no longer connected to ${providerLabel}: ${endings[status.reason]}.`);
  }
  if (status.state === 'tenantAccessRevoked') {
    return notice(person, html`The organization of ${name} has removed this service from ${providerLabel}.`);
  }
  if (person.isConsentWanted) {
    return notice(person, html`${name} was allowed more at ${providerLabel} than was consented to so far.`);
  }
  if (person.endsAt === undefined) return '';
  return notice(person, html`The connection of ${name} to ${providerLabel} ends on ${person.endsAt.slice(0, 10)}.`);
}

/** How reading from one person went. */
export type ReadingOutcome = Pick<ConnectedPerson, 'provider'> & { readonly person: string } & (
    | { readonly outcome: 'complete' }
    | ({ readonly outcome: 'failed' } & AskFailure)
  );

/** Says of whom something is missing; where the connection itself has ended, its own notice says more. */
export function failureNotice(
  source: ReadingOutcome,
  people: readonly ConnectedPerson[],
  what: 'calendars' | 'contacts',
): Html | '' {
  if (source.outcome === 'complete') return '';
  const person = people.find(({ name, provider }) => name === source.person && provider === source.provider);
  if (person !== undefined && person.status.state !== 'active') return '';
  return html`<p class="notice" role="alert">
    The ${what} of ${source.person} could not be read in full (${source.code}).
    ${source.cure?.text ?? 'Try again in a moment.'}
  </p>`;
}

function notice({ id, provider }: ConnectedPerson, text: Html): Html {
  const again = `/connect/${provider}?account=${encodeURIComponent(id)}`;
  return html`<p class="notice" role="alert">${text} <a href="${again}">Connect again</a></p>`;
}

const endings: Readonly<Record<ReauthorizationReason, string>> = {
  expired: 'it was not used for too long',
  passwordChanged: 'the password was changed',
  policy: 'a policy of the organization ended it',
  multiFactorRequired: 'the organization asks for another proof of identity',
  consentWithdrawn: 'the consent was withdrawn',
  revoked: 'it was revoked',
  accountDisabled: 'the account is disabled',
  credentialRejected: 'user name and password are refused',
};
