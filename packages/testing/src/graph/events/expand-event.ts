import { calendarJson } from '../calendar-resources.ts';
import { badRequest, notImplemented } from '../graph-error.ts';
import type { JsonObject } from '../mailbox.ts';
import { attachmentJson } from './attachments/stored-attachment.ts';
import { exceptionInstances } from './event-instance.ts';
import type { EventInstance } from './event-instance.ts';
import { eventId, eventJson } from './event-json.ts';
import type { EventRendering } from './event-json.ts';
import { extendedPropertiesJson } from './extended-properties.ts';
import { extensionJson, extensionNameOf } from './open-extensions.ts';

/** One term of `$expand`, checked. */
export type EventExpansion = (instance: EventInstance, rendering: EventRendering) => JsonObject;

/**
 * Reads the terms of an `$expand` on events.
 *
 * @param isSingle - One event was asked for, not a list.
 * @throws GraphRefusal for a term that does not exist or does not fit.
 */
export function eventExpansions(terms: readonly string[], isSingle: boolean): readonly EventExpansion[] {
  return terms.map((term) => {
    const [, name = '', options = ''] = /^(\w+)(?:\((.*)\))?$/s.exec(term) ?? [];
    return expansion(name, options, isSingle);
  });
}

function expansion(name: string, options: string, isSingle: boolean): EventExpansion {
  switch (name.toLowerCase()) {
    case 'singlevalueextendedproperties':
    case 'multivalueextendedproperties': {
      const id = idIn(options);
      if (id === undefined) throw badRequest('Expanding extended properties takes a filter on their ids.');
      const isMultiple = name.toLowerCase().startsWith('multi');
      return ({ content }) => extendedPropertiesJson(content.properties, isMultiple, id);
    }
    case 'extensions': {
      const id = idIn(options);
      return ({ content }) => ({
        extensions: [...content.extensions]
          .filter(([key]) => id === undefined || key === extensionNameOf(id))
          .map(([key, members]) => extensionJson(key, members)),
      });
    }
    case 'attachments':
      return (instance, { idForm }) => ({
        attachments: instance.content.attachments.map((attachment) =>
          attachmentJson(attachment, eventId(instance, idForm), idForm),
        ),
      });
    case 'calendar':
      return ({ item }) => ({ calendar: calendarJson(item.mailbox, item.calendar) });
    case 'exceptionoccurrences':
      if (!isSingle) throw badRequest('exceptionOccurrences can be expanded on a single event only.');
      return exceptionOccurrences;
    case 'instances':
      throw notImplemented();
    default:
      throw badRequest(
        `Parsing OData Select and Expand failed: Could not find a property named '${name}' on type 'microsoft.graph.event'.`,
      );
  }
}

function exceptionOccurrences(instance: EventInstance, rendering: EventRendering): JsonObject {
  if (instance.type !== 'seriesMaster') throw badRequest('exceptionOccurrences exist on the master of a series only.');
  const exceptions = exceptionInstances(instance.item);
  return { exceptionOccurrences: exceptions.map((exception) => eventJson(exception, rendering)) };
}

/** The id in `$filter=id eq '…'`. */
function idIn(options: string): string | undefined {
  return /\$filter\s*=\s*id\s+eq\s+'((?:[^']|'')*)'/i.exec(options)?.[1]?.replaceAll("''", "'");
}
