import { CalendarError } from '@kalends/core';
import { fieldPath } from '../operations/property-path.ts';
import { isSince2013 } from '../soap/envelope.ts';
import type { EwsSchemaVersion } from '../soap/envelope.ts';
import { contentXml } from '../soap/escape-xml.ts';
import { ownPropertyPath } from './own-properties.ts';
import type { OwnProperty } from './own-properties.ts';

/** Paths of the elements that are written, in the order of types.xsd. */
const paths = {
  Subject: 'item:Subject',
  Sensitivity: 'item:Sensitivity',
  Body: 'item:Body',
  Categories: 'item:Categories',
  ReminderIsSet: 'item:ReminderIsSet',
  ReminderMinutesBeforeStart: 'item:ReminderMinutesBeforeStart',
  ExtendedProperty: '',
  Start: 'calendar:Start',
  End: 'calendar:End',
  IsAllDayEvent: 'calendar:IsAllDayEvent',
  LegacyFreeBusyStatus: 'calendar:LegacyFreeBusyStatus',
  Location: 'calendar:Location',
  RequiredAttendees: 'calendar:RequiredAttendees',
  OptionalAttendees: 'calendar:OptionalAttendees',
  Resources: 'calendar:Resources',
  Recurrence: 'calendar:Recurrence',
  StartTimeZone: 'calendar:StartTimeZone',
  EndTimeZone: 'calendar:EndTimeZone',
  AllowNewTimeProposal: 'calendar:AllowNewTimeProposal',
} as const;

const order: readonly string[] = Object.keys(paths);

/** An element that is written by its own path. */
export type WrittenElement = Exclude<keyof typeof paths, 'ExtendedProperty'>;

/** One property to write, or to take away. */
export interface PropertyWrite {
  readonly element: keyof typeof paths;
  /** XML of its path. */
  readonly path: string;
  /** XML of the element. Absent: it is taken away. */
  readonly xml: string | undefined;
  /** Adds to a list instead of replacing it. */
  readonly isAppended?: true;
  /** Name of the field whose value older schemas than that of Exchange 2013 lack. */
  readonly since2013?: string;
}

/**
 * Sets an element.
 *
 * @param content - XML.
 * @param attributes - XML, with a space in front.
 */
export function setElement(element: WrittenElement, content: string, attributes = ''): PropertyWrite {
  return { element, path: fieldPath(paths[element]), xml: `<t:${element}${attributes}>${content}</t:${element}>` };
}

/** Takes an element away. */
export function clearElement(element: WrittenElement): PropertyWrite {
  return { element, path: fieldPath(paths[element]), xml: undefined };
}

/** Sets one of the library's own properties, or takes it away. */
export function writeOwn(property: OwnProperty, value: string | undefined): PropertyWrite {
  const path = ownPropertyPath(property);
  const xml =
    value === undefined
      ? undefined
      : `<t:ExtendedProperty>${path}<t:Value>${contentXml(value, property)}</t:Value></t:ExtendedProperty>`;
  return { element: 'ExtendedProperty', path, xml };
}

/** XML of a new item's properties. Nothing has to be taken away of it. */
export function newItemXml(properties: readonly PropertyWrite[], version: EwsSchemaVersion): string {
  requireVersion(properties, version);
  return properties
    .toSorted((a, b) => order.indexOf(a.element) - order.indexOf(b.element))
    .map(({ xml = '' }) => xml)
    .join('');
}

/** XML of changes to an item, one for each property. */
export function changesXml(properties: readonly PropertyWrite[], version: EwsSchemaVersion): string {
  requireVersion(properties, version);
  return properties
    .map(({ path, xml, isAppended }) => {
      if (xml === undefined) return `<t:DeleteItemField>${path}</t:DeleteItemField>`;
      const action = isAppended === true ? 'AppendToItemField' : 'SetItemField';
      return `<t:${action}>${path}<t:CalendarItem>${xml}</t:CalendarItem></t:${action}>`;
    })
    .join('');
}

function requireVersion(properties: readonly PropertyWrite[], version: EwsSchemaVersion): void {
  const tooNew = properties.find(({ since2013 }) => since2013 !== undefined);
  if (tooNew === undefined || isSince2013(version)) return;
  throw new CalendarError({
    code: 'unsupported',
    message: `${tooNew.since2013 ?? ''}: Exchange knows this value since Exchange 2013; this server is older`,
    provider: 'ews',
  });
}
