import { CalendarError } from '@kalends/core';
import type { Calendar } from '@kalends/core';
import type { Session } from '../ews-session.ts';
import { calendarOf } from '../mapping/calendar-mapping.ts';
import { calendarFolderClass, findCalendarFolders } from '../operations/find-folder.ts';
import type { FolderReference } from '../operations/folder-ids.ts';
import { getFolder } from '../operations/get-folder.ts';
import type { WireFolder } from '../wire/folder-shape.ts';

/** Folders after which a mailbox is taken for endless; Exchange itself stops at 10,000. */
const maxFolders = 20_000;

/** Reads all calendars of the mailbox, the primary one first. Deleted ones, below Deleted Items, are left out. */
export async function listCalendars(session: Session, signal: AbortSignal | undefined): Promise<readonly Calendar[]> {
  const { client, mailbox } = session;
  const primary = await client.call(getFolder({ name: 'calendar', mailbox }), signal);
  const below = await calendarFoldersBelow(session, { name: 'calendar', mailbox }, signal);
  // A delegate may be allowed to see the calendar and nothing of the mailbox around it.
  const elsewhere = await orWhenHidden(calendarFoldersBelow(session, { name: 'msgfolderroot', mailbox }, signal), []);
  const trash = await orWhenHidden(calendarFoldersBelow(session, { name: 'deleteditems', mailbox }, signal), []);

  const folders = new Map<string, WireFolder>();
  for (const folder of [primary, ...below, ...elsewhere]) {
    const id = folder.FolderId?.Id;
    if (id !== undefined && !folders.has(id)) folders.set(id, folder);
  }
  const primaryId = primary.FolderId?.Id;
  const deletedIds = new Set(trash.map(({ FolderId }) => FolderId?.Id));
  return [...folders.values()].flatMap((folder) => {
    const isPrimary = folder.FolderId?.Id === primaryId;
    if (!isPrimary && (!isCalendar(folder) || deletedIds.has(folder.FolderId?.Id))) return [];
    return calendarOf(folder, isPrimary, session.account) ?? [];
  });
}

async function calendarFoldersBelow(
  session: Session,
  parent: FolderReference,
  signal: AbortSignal | undefined,
): Promise<readonly WireFolder[]> {
  const folders: WireFolder[] = [];
  let offset: number | undefined = 0;
  while (offset !== undefined) {
    const page: { folders: readonly WireFolder[]; nextOffset?: number } = await session.client.call(
      findCalendarFolders(parent, offset),
      signal,
    );
    folders.push(...page.folders);
    if (folders.length > maxFolders) throw tooManyFolders();
    offset = page.nextOffset;
  }
  return folders;
}

function tooManyFolders(): CalendarError {
  return new CalendarError({
    code: 'responseTooLarge',
    message: `The mailbox has more than ${maxFolders} calendars`,
    provider: 'ews',
  });
}

function isCalendar(folder: WireFolder): boolean {
  const folderClass = folder.FolderClass?.toLowerCase() ?? '';
  const wanted = calendarFolderClass.toLowerCase();
  return folderClass === wanted || folderClass.startsWith(`${wanted}.`);
}

async function orWhenHidden<T>(answer: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (CalendarError.is(error) && (error.code === 'accessDenied' || error.code === 'notFound')) return otherwise;
    throw error;
  }
}
