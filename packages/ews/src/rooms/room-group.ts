import { unsupportedGroups } from '@kalends/core';
import type { RoomGroup } from '@kalends/core';
import type { RunCall } from '../run-call.ts';

/** Rooms of the organization. */
export function ewsRoomGroup(_run: RunCall): RoomGroup {
  return unsupportedGroups('ews').rooms;
}
