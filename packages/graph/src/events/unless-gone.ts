import { CalendarError } from '@kalends/core';

/** What a read gives; nothing when the thing is not there. */
export async function unlessGone<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (CalendarError.is(error) && error.code === 'notFound') return undefined;
    throw error;
  }
}
