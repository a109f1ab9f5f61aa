import type { Room } from '@kalends/core';
import type { WireMailbox } from '../wire/calendar-item-shape.ts';
import { addressOf } from './participant-mapping.ts';
import { presentText } from './wire-values.ts';

/** A room of a room list: EWS knows its name and address and nothing else. `undefined` without an address to invite. */
export function roomOf(mailbox: WireMailbox): Room | undefined {
  const address = addressOf(mailbox);
  if (address === undefined) return undefined;
  return { address, name: presentText(mailbox.Name) ?? address, equipment: [] };
}
