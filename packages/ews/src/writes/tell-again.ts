import { locateById } from '../events/locate.ts';
import type { Session } from '../ews-session.ts';
import { guardedUpdate } from './guarded-update.ts';
import type { ItemChange } from './guarded-update.ts';
import { writingDetail } from './write-target.ts';

/** Sends an item as it is now to everybody who is invited. */
export async function tellAgain(session: Session, id: string, signal: AbortSignal): Promise<void> {
  const item = await locateById(session, id, writingDetail, signal);
  const plan = (): ItemChange => ({ properties: [], audience: 'everyone' });
  await guardedUpdate(session, { item, detail: writingDetail, signal, plan });
}
