import { parseInstant } from '@kalends/core/time';
import type { WireEvent, WireEventTime } from '../../wire/event.ts';
import type { WireEventBody, WireReminder } from '../../wire/event-body.ts';

/**
 * Tells whether an event says everything that a body was to make it say. In doubt it does not: the same change made twice is one
 * change.
 */
export function isApplied(body: WireEventBody, event: WireEvent): boolean {
  const { start, end, recurrence, reminders, extendedProperties, conferenceData } = body;
  return (
    isText(body.summary, event.summary) &&
    isText(body.description, event.description) &&
    isText(body.location, event.location) &&
    isText(body.colorId, event.colorId) &&
    isText(body.transparency, event.transparency || 'opaque') &&
    isText(body.visibility, event.visibility || 'default') &&
    (start === undefined || isTime(start, event.start)) &&
    (end === undefined || isTime(end, event.end)) &&
    (recurrence === undefined || isSet((recurrence ?? []).map(ruleKey), (event.recurrence ?? []).map(ruleKey))) &&
    (reminders === undefined || isReminders(reminders.overrides, event.reminders)) &&
    (extendedProperties === undefined || holdsProperties(extendedProperties.private, event)) &&
    (conferenceData === undefined || isConference(conferenceData, event))
  );
}

function isText(sent: string | null | undefined, found: string | null | undefined): boolean {
  return sent === undefined || (sent ?? '') === (found ?? '');
}

function isTime(sent: WireEventTime, found: WireEventTime | null | undefined): boolean {
  if (sent.date) return found?.date === sent.date;
  if (!sent.dateTime || !found?.dateTime) return false;
  return parseInstant(sent.dateTime) === parseInstant(found.dateTime) && sent.timeZone === found.timeZone;
}

function isReminders(sent: readonly WireReminder[], found: WireEvent['reminders']): boolean {
  const textOf = ({ method, minutes }: { readonly [K in keyof WireReminder]?: unknown }): string =>
    `${String(method)} ${String(minutes)}`;
  const overrides = found?.overrides ?? [];
  return found?.useDefault !== true && isSet(sent.map(textOf), overrides.map(textOf));
}

function holdsProperties(sent: Readonly<Record<string, string | null>>, event: WireEvent): boolean {
  const found = new Map(Object.entries(event.extendedProperties?.private ?? {}));
  return Object.entries(sent).every(([name, value]) => (found.get(name) ?? null) === value);
}

function isConference(sent: NonNullable<WireEventBody['conferenceData']> | null, event: WireEvent): boolean {
  const found = event.conferenceData;
  if (sent === null) return !found && !event.hangoutLink;
  if ('createRequest' in sent) return found?.createRequest?.requestId === sent.createRequest.requestId;
  return sent.entryPoints.every(({ uri }) => found?.entryPoints?.some((point) => point.uri === uri));
}

/** The parts of a rule have no order, and services write them in their own; what is always so need not be said. */
function ruleKey(line: string): string {
  const [name = '', value = ''] = line.split(':');
  if (!name.endsWith('RULE')) return line;
  const parts = value.toUpperCase().split(';');
  return [name, ...parts.filter((part) => part !== 'INTERVAL=1' && part !== 'WKST=MO').toSorted(byText)].join(';');
}

function byText(one: string, other: string): number {
  return one < other ? -1 : 1;
}

function isSet(sent: readonly string[], found: readonly string[]): boolean {
  return sent.length === found.length && sent.every((text) => found.includes(text));
}
