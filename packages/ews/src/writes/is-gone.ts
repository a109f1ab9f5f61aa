import { locateById } from '../events/locate.ts';
import type { Session } from '../ews-session.ts';
import type { EventDetail } from '../operations/item-properties.ts';
import { hasCode } from './write-rules.ts';

const identifying: EventDetail = { body: 'none', attendees: false, properties: false };

/** Whether an id names nothing any more. */
export async function isGone(session: Session, id: string, signal: AbortSignal): Promise<boolean> {
  try {
    await locateById(session, id, identifying, signal);
    return false;
  } catch (error) {
    if (hasCode(error, 'notFound')) return true;
    throw error;
  }
}
