import { html } from 'hono/html';
import type { Agenda, AgendaEvent } from '../agenda/agenda.ts';
import type { AgendaQuery } from '../agenda/agenda-query.ts';
import { datesTouched } from '../agenda/dates-touched.ts';
import { groupByDay } from '../agenda/group-by-day.ts';
import type { AgendaDay } from '../agenda/group-by-day.ts';
import type { ConnectedPerson } from '../connections/connected-person.ts';
import type { ProviderSlot } from '../connections/provider-slot.ts';
import { layout } from './layout.ts';
import type { Html } from './layout.ts';
import { failureNotice, personNotice, personTag } from './person-notices.ts';

/** What the agenda page shows. */
export interface AgendaPage {
  readonly agenda: Agenda;
  readonly query: AgendaQuery;
  readonly people: readonly ConnectedPerson[];
  readonly slots: readonly ProviderSlot[];
  readonly today: string;
  /** People may not consent for themselves, and no administrator has yet. */
  readonly isAdminConsentWanted: boolean;
  /** Goes into the forms of the page. */
  readonly formToken: string;
  /** Nonce of the page's one script; absent when the viewer's zone is already known. */
  readonly detectZoneNonce?: string;
}

/** Asks the browser for its zone once and comes back with it; without scripts the service's default zone is shown. */
const detectZone = `
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !location.search.includes('tz=')) {
  const url = new URL(location.href);
  url.searchParams.set('tz', zone);
  location.replace(url);
}`;

/** Renders the agenda of all connected people. */
export function agendaPage(page: AgendaPage): Html {
  const days = groupByDay(page.agenda.events, page.query.firstDate, page.query.lastDate);
  return layout({
    title: 'Agenda',
    ...(page.detectZoneNonce === undefined ? {} : { script: { nonce: page.detectZoneNonce, code: detectZone } }),
    body: html`
      <header>
        <h1>Agenda</h1>
        <p>${longDate(page.query.firstDate)} to ${longDate(page.query.lastDate)}, times in ${page.query.timeZone}</p>
      </header>
      ${
        page.people.length === 0
          ? html`<p class="empty">Nobody is connected yet.</p>`
          : html`<ul class="people">
              ${page.people.map((person) => personTag(person, page))}
            </ul>`
      }
      ${page.people.map(personNotice)}
      ${page.agenda.sources.map((source) => failureNotice(source, page.people, 'calendars'))}
      <nav>
        <a class="button" href="/contacts">Contacts</a>
        ${page.slots.map((slot) => html`<a class="button" href="/connect/${slot.slug}">Connect ${slot.label}</a>`)}
        ${
          page.isAdminConsentWanted
            ? html`<a class="button" href="/connect/organization">I am an administrator: consent for everybody</a>`
            : ''
        }
      </nav>
      ${days.length === 0 && page.people.length > 0 ? html`<p class="empty">Nothing is planned in this time.</p>` : ''}
      ${days.map((day) => daySection(day, page))}
    `,
  });
}

function daySection(day: AgendaDay, page: AgendaPage): Html {
  return html`<section class="day${day.date === page.today ? ' today' : ''}">
    <h2>${longDate(day.date)}</h2>
    ${withSameMeetingsMerged(day.events).map((meeting) => eventArticle(meeting, day.date))}
  </section>`;
}

/** A meeting as the page shows it, with everybody in whose calendar it stands. */
interface ShownMeeting {
  readonly event: AgendaEvent;
  readonly people: readonly string[];
}

/** The same meeting stands in the calendars of several people; the page shows it once. The services' ids have nothing in common. */
function withSameMeetingsMerged(events: readonly AgendaEvent[]): ShownMeeting[] {
  const merged = new Map<string, { event: AgendaEvent; people: string[] }>();
  for (const event of events) {
    const when =
      event.time.kind === 'allDay'
        ? [event.time.startDate, event.time.endDate]
        : [event.time.start.instant, event.time.end.instant];
    const organizer = event.participants.find((participant) => participant.role === 'organizer')?.name;
    const key = JSON.stringify([event.title, event.status, ...when, organizer, event.meetingUrl]);
    const known = merged.get(key);
    if (known === undefined) merged.set(key, { event, people: [event.person] });
    else if (!known.people.includes(event.person)) known.people.push(event.person);
  }
  return [...merged.values()];
}

function eventArticle({ event, people }: ShownMeeting, date: string): Html {
  const isCancelled = event.status === 'cancelled';
  const places = [...new Set([...event.locations, ...event.rooms.map((room) => room.name)])];
  const others = event.participants.map((participant) => participant.name);
  return html`<article class="event ${event.provider}${isCancelled ? ' cancelled' : ''}">
    <time>${timeText(event, date)}</time>
    <div>
      <h3>${event.title ?? 'Busy'}</h3>
      <p>
        ${people.join(', ')}${isCancelled ? ' · cancelled' : ''}${places.length === 0 ? '' : ` · ${places.join(', ')}`}
      </p>
      ${
        others.length < 2
          ? ''
          : html`<p>
              With ${others.slice(0, 8).join(', ')}${others.length > 8 ? ` and ${others.length - 8} more` : ''}
            </p>`
      }
    </div>
    ${
      event.meetingUrl === undefined || isCancelled
        ? ''
        : html`<a class="button primary" href="${event.meetingUrl}" rel="noopener noreferrer" target="_blank">Join</a>`
    }
  </article>`;
}

/** The part of an event that lies on one day: `…` where it comes from the day before or goes on. */
function timeText(event: AgendaEvent, date: string): string {
  if (event.time.kind === 'allDay') return 'All day';
  const { start, end } = event.time;
  const { first, last } = datesTouched(event.time);
  const from = date === first ? start.dateTime.slice(11, 16) : '…';
  return `${from} – ${date === last ? end.dateTime.slice(11, 16) : '…'}`;
}

const dateFormat = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

function longDate(date: string): string {
  return dateFormat.format(Date.parse(`${date}T00:00:00Z`));
}
