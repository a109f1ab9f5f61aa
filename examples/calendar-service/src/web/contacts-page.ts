import { html } from 'hono/html';
import type { ConnectedPerson } from '../connections/connected-person.ts';
import { contactName } from '../contacts/contact-name.ts';
import type { ContactsSource, TeamContact, TeamContacts } from '../contacts/team-contacts.ts';
import { layout } from './layout.ts';
import type { Html } from './layout.ts';
import { failureNotice, personNotice } from './person-notices.ts';

/** What the page of contacts shows. */
export interface ContactsPage {
  readonly contacts: TeamContacts;
  readonly people: readonly ConnectedPerson[];
}

/** Renders whom the connected people know. */
export function contactsPage({ contacts: { access, sources, contacts }, people }: ContactsPage): Html {
  const shown = withSameContactsMerged(contacts);
  return layout({
    title: 'Contacts',
    body: html`
      <header>
        <h1>Contacts</h1>
        <p>
          ${access === 'none' ? 'This service leaves contacts alone.' : 'From the address books of everybody who is connected'}
        </p>
      </header>
      <nav><a class="button" href="/">Agenda</a></nav>
      ${people.map(personNotice)} ${sources.map((source) => failureNotice(source, people, 'contacts'))}
      ${shown.length === 0 ? html`<p class="empty">${whyEmpty(access, people)}</p>` : shown.map(contactArticle)}
      ${
        access === 'none'
          ? ''
          : html`<ul class="remarks">
              ${sources.flatMap(remarks)}
            </ul>`
      }
    `,
  });
}

function whyEmpty(access: TeamContacts['access'], people: readonly ConnectedPerson[]): string {
  if (access === 'none') return 'Nobody is asked for contacts. The setting KALENDS_CONTACTS of the service opens them.';
  return people.length === 0 ? 'Nobody is connected yet.' : 'There are no contacts.';
}

/** A contact, and in whose address books it stands. */
interface ShownContact {
  readonly contact: TeamContact;
  readonly people: readonly string[];
}

/** Whoever stands in the books of several people is shown once, if all that is shown is the same. */
function withSameContactsMerged(contacts: readonly TeamContact[]): readonly ShownContact[] {
  const merged = new Map<string, { contact: TeamContact; people: string[] }>();
  for (const contact of contacts) {
    const addresses = contact.addresses.map((address) => address.toLowerCase()).sort();
    const key = JSON.stringify([
      contactName(contact),
      contact.company,
      contact.jobTitle,
      addresses,
      contact.phoneNumbers,
    ]);
    const known = merged.get(key);
    if (known === undefined) merged.set(key, { contact, people: [contact.person] });
    else if (!known.people.includes(contact.person)) known.people.push(contact.person);
  }
  return [...merged.values()];
}

function contactArticle({ contact, people }: ShownContact): Html {
  const { jobTitle, company, addresses, phoneNumbers } = contact;
  const work = [jobTitle, company].filter(Boolean).join(', ');
  const ways = [...addresses, ...phoneNumbers].join(' · ');
  return html`<article class="contact ${contact.provider}">
    <h3>${contactName(contact)}</h3>
    ${work === '' ? '' : html`<p>${work}</p>`} ${ways === '' ? '' : html`<p>${ways}</p>`}
    <p>Known to ${people.join(', ')}</p>
  </article>`;
}

/** What of a person's address books is not shown, and why. */
function remarks(source: ContactsSource): readonly Html[] {
  if (source.outcome === 'failed') return [];
  const closed = source.closed.map(
    (one) => html`<li>${source.person}: ${books[one.source]} ${reasons[one.reason]}</li>`,
  );
  return source.isCut
    ? [...closed, html`<li>${source.person}: there are more contacts than are shown here</li>`]
    : closed;
}

const books = { personal: 'own contacts', directory: 'the organization’s directory' } as const;
const reasons = {
  policy: 'kept closed by policy',
  unavailable: 'not available through this connection',
  denied: 'not open to this account',
} as const;
