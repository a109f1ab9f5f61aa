import type { ExceptionChange, ItemContent, Mailbox, StoredSeries } from './mailbox.ts';
import type { RoomProcessing } from './mailbox-seed.ts';

/** What of an invitation a room may change. */
type Invitation = Pick<ItemContent, 'subject' | 'bodyHtml' | 'bodyText' | 'sensitivity' | 'series'>;

/** The invitation as it lies in the calendar of a room that processes it. */
export function processedByRoom<Content extends Invitation>(
  content: Content,
  organizer: Mailbox,
  processing: RoomProcessing | undefined,
): Content {
  if (processing === undefined) return content;
  const subjectOf = (subject: string): string =>
    [
      ...(processing.addOrganizerToSubject === true ? [organizer.displayName] : []),
      ...(processing.deleteSubject === true ? [] : [subject]),
    ].join(' ');
  return {
    ...content,
    subject: subjectOf(content.subject),
    ...(processing.deleteComments === true ? { bodyHtml: '', bodyText: '' } : {}),
    ...(processing.removePrivateProperty === true && content.sensitivity === 'private'
      ? { sensitivity: 'normal' }
      : {}),
    ...(content.series === undefined ? {} : { series: renamed(content.series, subjectOf) }),
  };
}

function renamed(series: StoredSeries, subjectOf: (subject: string) => string): StoredSeries {
  const exceptions = [...series.exceptions].map(([date, change]): [string, ExceptionChange] => {
    const { subject } = change.content;
    return [
      date,
      subject === undefined ? change : { ...change, content: { ...change.content, subject: subjectOf(subject) } },
    ];
  });
  return { ...series, exceptions: new Map(exceptions) };
}
