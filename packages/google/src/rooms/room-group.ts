import { unsupportedGroups } from '@kalends/core';
import type { RoomGroup } from '@kalends/core';
import type { RunCall } from '../run-call.ts';

/** The bookable rooms of the organization. */
export function roomGroup(_run: RunCall): RoomGroup {
  return unsupportedGroups('google').rooms;
}
