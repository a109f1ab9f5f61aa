import { responseMessage, responseOf } from '../soap/response-messages.ts';
import { zoneDefinition, zoneDisplayName } from '../time/zone-definition.ts';
import { findWindowsZone, windowsZones } from '../time/windows-zones.ts';
import { yearOf } from '../time/instants.ts';
import { childOf } from '../xml/parse-xml.ts';
import { element } from '../xml/xml-writer.ts';
import type { OperationInput } from './operation.ts';

/** GetServerTimeZones: all zones or the named ones, with names only or with their rules. Unknown ids are left out. */
export function getServerTimeZones({ request, now }: OperationInput): string {
  const year = yearOf(now);
  const ids = childOf(request, 'Ids')?.children.map((id) => id.text.trim());
  const zones = ids === undefined ? windowsZones : ids.flatMap((id) => findWindowsZone(id) ?? []);
  const isFull = ['true', '1'].includes(request.attributes['ReturnFullTimeZoneData'] ?? 'true');
  const definitions = zones.map((zone) =>
    isFull
      ? zoneDefinition('t:TimeZoneDefinition', zone, year)
      : element('t:TimeZoneDefinition', { Id: zone.id, Name: zoneDisplayName(zone, year) }),
  );
  return responseOf('GetServerTimeZones', [
    responseMessage('GetServerTimeZones', element('m:TimeZoneDefinitions', {}, ...definitions)),
  ]);
}
