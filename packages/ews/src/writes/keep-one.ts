import { CalendarError } from '@kalends/core';
import type { Located } from '../events/locate.ts';
import type { Session } from '../ews-session.ts';
import { writeOwn } from '../mapping/property-writes.ts';
import { deleteCalendarItem } from '../operations/delete-item.ts';
import { claimOf, findCreated } from './created-items.ts';
import type { Claim } from './created-items.ts';
import { guardedUpdate } from './guarded-update.ts';
import { hasCode, orWhenGone } from './write-rules.ts';
import { writingDetail } from './write-target.ts';

/** How often others may decide otherwise in the meantime. */
const maxTries = 10;

/** Options of {@link keepOne}. */
export interface KeepOneOptions {
  readonly calendarId: string;
  readonly digest: string;
  /** Whether people were invited already, and have to hear of what is taken away. */
  readonly isSent: boolean;
  readonly signal: AbortSignal;
}

/**
 * Lets one stay of what was created with a key, by requests that arrived late or by others with the same key, and takes the rest away.
 *
 * Everybody who looks may see another picture: one is sure to be alone and goes on while the other comes to see two. So what is to go has to
 * be withdrawn and what is to stay has to be kept, by writes that are guarded by the version and of which only the first takes effect. Who
 * finds an item that is kept makes do with it; nobody goes on with one that is not.
 *
 * @returns the id of the one that stays; `undefined` when there is none.
 * @throws CalendarError `conflict` when others decide otherwise all the time.
 */
export async function keepOne(session: Session, options: KeepOneOptions): Promise<string | undefined> {
  const { calendarId, digest, isSent, signal } = options;
  for (let tries = 0; tries < maxTries; tries += 1) {
    const { items, withdrawn } = await findCreated(session, calendarId, digest, signal);
    const [chosen, ...others] = items;
    if (chosen === undefined) return undefined;
    if (!(await decide(session, chosen, others, signal))) continue;
    for (const { id } of [...others, ...withdrawn]) {
      // Whoever else created it may take it away at the same moment.
      await orWhenGone(session.repeatable(deleteCalendarItem({ id, deleteType: 'HardDelete', isSent }), signal));
    }
    return chosen.id;
  }
  throw new CalendarError({ code: 'conflict', message: 'Others create with this idempotencyKey', provider: 'ews' });
}

/** @returns whether the chosen one stays. */
async function decide(
  session: Session,
  chosen: Located,
  others: readonly Located[],
  signal: AbortSignal,
): Promise<boolean> {
  if (claimOf(chosen.item) === 'kept') return true;
  for (const other of others) {
    if ((await claim(session, other, 'withdrawn', signal)) === 'kept') return false;
  }
  return (await claim(session, chosen, 'kept', signal)) === 'kept';
}

/** Decides of an item, unless that was done. @returns what was decided. */
async function claim(session: Session, item: Located, wanted: Claim, signal: AbortSignal): Promise<Claim> {
  let decided = wanted;
  try {
    await guardedUpdate(session, {
      item,
      // Whom it concerns is nobody's business here.
      detail: { ...writingDetail, attendees: false },
      signal,
      plan: (current) => {
        const present = claimOf(current.item);
        decided = present ?? wanted;
        return present === undefined ? { properties: [writeOwn('claim', wanted)], audience: 'nobody' } : undefined;
      },
    });
  } catch (error) {
    if (!hasCode(error, 'notFound')) throw error;
    return 'withdrawn';
  }
  return decided;
}
