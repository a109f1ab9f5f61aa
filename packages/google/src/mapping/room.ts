import type { Room } from '@kalends/core';
import type { WireCalendarResource } from '../wire/directory-resources.ts';

/** What the directory calls things that can be booked and are no rooms. Rooms from before there were categories have an unknown one. */
export const otherCategory = 'OTHER';

/**
 * Maps a resource of the directory.
 *
 * @param buildingNames - Names of buildings by their ids.
 * @returns `undefined` for what is no room, or has no address to invite.
 */
export function mapRoom(resource: WireCalendarResource, buildingNames: ReadonlyMap<string, string>): Room | undefined {
  const { resourceEmail: address, resourceName, generatedResourceName, buildingId, floorName, capacity } = resource;
  if (!address || resource.resourceCategory === otherCategory) return undefined;
  const equipment = (resource.featureInstances ?? []).flatMap(({ feature }) => (feature?.name ? [feature.name] : []));
  const hasCapacity = typeof capacity === 'number' && Number.isSafeInteger(capacity) && capacity > 0;
  return {
    address,
    name: resourceName || generatedResourceName || address,
    ...(buildingId ? { building: buildingNames.get(buildingId) || buildingId } : {}),
    ...(floorName ? { floor: floorName } : {}),
    // Zero means that nobody said how many people it holds.
    ...(hasCapacity ? { capacity } : {}),
    equipment,
  };
}
