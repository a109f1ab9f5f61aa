import type { Room } from '../model/room.ts';
import type { PagedList } from '../paging/pages.ts';
import type { CallOptions } from './connection.ts';

/** Options of {@link RoomGroup.list}. @public */
export interface ListRoomsOptions extends CallOptions {
  /** Only rooms of this building or room list, by its id from {@link RoomGroup.buildings}. */
  readonly buildingId?: string;
  readonly pageToken?: string;
}

/** A building, or a room list where the service groups rooms by lists. @public */
export interface Building {
  readonly id: string;
  readonly name: string;
}

/** The bookable rooms of the organization. @public */
export interface RoomGroup {
  /**
   * Lists the rooms.
   *
   * @throws CalendarError `accessDenied` when the account may not see the directory; `unsupported` for personal accounts.
   */
  list(options?: ListRoomsOptions): PagedList<Room>;
  /** Lists the buildings. Errors as in {@link RoomGroup.list}. */
  buildings(options?: CallOptions): Promise<readonly Building[]>;
}
