import { z } from 'zod';
import { text } from './text.ts';
import type { Optional } from './text.ts';

/** `CalendarResource` of the Directory API, as far as it is used. */
export interface WireCalendarResource {
  readonly resourceName?: Optional<string>;
  readonly generatedResourceName?: Optional<string>;
  readonly resourceEmail?: Optional<string>;
  readonly resourceCategory?: Optional<string>;
  readonly capacity?: Optional<number>;
  readonly buildingId?: Optional<string>;
  readonly floorName?: Optional<string>;
  readonly featureInstances?: Optional<
    readonly { readonly feature?: Optional<{ readonly name?: Optional<string> }> }[]
  >;
}

/** One page of `resources.calendars.list`. */
export interface WireCalendarResources {
  readonly items?: Optional<readonly WireCalendarResource[]>;
  readonly nextPageToken?: Optional<string>;
}

/** One page of `resources.buildings.list`. */
export interface WireBuildings {
  readonly buildings?: Optional<
    readonly { readonly buildingId?: Optional<string>; readonly buildingName?: Optional<string> }[]
  >;
  readonly nextPageToken?: Optional<string>;
}

export const wireCalendarResourcesSchema: z.ZodType<WireCalendarResources> = z.object({
  items: z
    .array(
      z.object({
        resourceName: text,
        generatedResourceName: text,
        resourceEmail: text,
        resourceCategory: text,
        capacity: z.number().nullish(),
        buildingId: text,
        floorName: text,
        featureInstances: z.array(z.object({ feature: z.object({ name: text }).nullish() })).nullish(),
      }),
    )
    .nullish(),
  nextPageToken: text,
});

export const wireBuildingsSchema: z.ZodType<WireBuildings> = z.object({
  buildings: z.array(z.object({ buildingId: text, buildingName: text })).nullish(),
  nextPageToken: text,
});

/** The fields of rooms that are asked for (partial response syntax). */
export const calendarResourceFields =
  'nextPageToken,items(resourceName,generatedResourceName,resourceEmail,resourceCategory,capacity,buildingId,floorName,featureInstances/feature/name)';

/** The fields of buildings that are asked for. */
export const buildingFields = 'nextPageToken,buildings(buildingId,buildingName)';
