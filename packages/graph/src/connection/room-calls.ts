import { unsupportedGroups } from '@kalends/core';
import type { RoomGroup } from '@kalends/core';
import { providerId } from '../graph-context.ts';
import type { SessionCall } from './session-calls.ts';

/** The rooms of a connection. */
export function roomCalls(_inSession: SessionCall): RoomGroup {
  return unsupportedGroups(providerId).rooms;
}
