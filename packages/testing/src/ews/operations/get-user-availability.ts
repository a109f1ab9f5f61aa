import { busyTimes } from '../availability/busy-times.ts';
import { allowedView, freeBusyView, groupView } from '../availability/free-busy-view.ts';
import type { FreeBusyQuestion, FreeBusyViewType } from '../availability/free-busy-view.ts';
import { describedZone, namedZone } from '../availability/request-zone.ts';
import type { RequestZone } from '../availability/request-zone.ts';
import { ItemError, RequestError } from '../soap/ews-errors.ts';
import { statusElements } from '../soap/response-messages.ts';
import type { MessageStatus } from '../soap/response-messages.ts';
import type { Account } from '../store/account.ts';
import { roomLists } from '../store/directory.ts';
import type { FolderRights } from '../store/folder-rights.ts';
import { parseDateTime, yearOf } from '../time/instants.ts';
import { trimmedChild } from '../write/read-values.ts';
import { childOf } from '../xml/parse-xml.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import { element } from '../xml/xml-writer.ts';
import type { OperationInput } from './operation.ts';

const maxMailboxes = 100;
const maxMembers = 100;
const dayMs = 86_400_000;
const views = ['MergedOnly', 'FreeBusy', 'FreeBusyMerged', 'Detailed', 'DetailedMerged'] as const;

/**
 * GetUserAvailability: when people and rooms are busy. The answer has no ResponseMessages; each mailbox has a message of
 * its own.
 */
export function getUserAvailability(input: OperationInput): string {
  const { request } = input;
  const mailboxes = childOf(request, 'MailboxDataArray')?.children ?? [];
  if (mailboxes.length === 0) throw new RequestError('ErrorMailboxDataArrayEmpty', 'There is no mailbox to look at.');
  if (mailboxes.length > maxMailboxes) {
    throw new RequestError('ErrorMailboxDataArrayTooBig', 'There are too many mailboxes to look at.');
  }
  const options = childOf(request, 'FreeBusyViewOptions');
  const suggestions = childOf(request, 'SuggestionsViewOptions');
  if (options === undefined && suggestions === undefined) {
    throw new RequestError('ErrorMissingArgument', 'The request asks for nothing.');
  }
  const question = options === undefined ? undefined : readQuestion(options, input);
  const answers = question === undefined ? [] : mailboxes.map((node) => answer(node, question, input));
  return element(
    'm:GetUserAvailabilityResponse',
    {},
    answers.length === 0 ? '' : element('m:FreeBusyResponseArray', {}, ...answers),
    // This server does not look for times that suit everybody.
    suggestions === undefined
      ? ''
      : element(
          'm:SuggestionsResponse',
          {},
          message({ class: 'Error', code: 'ErrorInvalidOperation', text: 'Suggestions are not available.' }),
        ),
  );
}

function readQuestion(options: XmlNode, { request, context, maxFreeBusyDays, now }: OperationInput): FreeBusyQuestion {
  const described = childOf(request, 'TimeZone');
  if (context.timeZone === undefined && described === undefined) {
    throw new RequestError('ErrorTimeZone', 'The request has no time zone.');
  }
  const zone =
    context.timeZone === undefined && described !== undefined
      ? describedZone(described)
      : namedZone(context.timeZone ?? 'UTC');
  const window = childOf(options, 'TimeWindow');
  const from = readTime(window, 'StartTime', zone);
  const to = readTime(window, 'EndTime', zone);
  if (to <= from) throw new RequestError('ErrorInvalidTimeInterval', 'The time window ends before it starts.');
  if (to - from > maxFreeBusyDays * dayMs) {
    throw new RequestError(
      'ErrorTimeIntervalTooBig',
      `The requested time window is too long. The longest is ${maxFreeBusyDays} days.`,
    );
  }
  const minutes = Number(trimmedChild(options, 'MergedFreeBusyIntervalInMinutes') ?? '30');
  if (!(minutes >= 5 && minutes <= 1440)) {
    throw new RequestError('ErrorInvalidMergedFreeBusyInterval', 'The interval must be from 5 to 1440 minutes.');
  }
  return { from, to, zone, intervalMs: minutes * 60_000, view: readView(options), year: yearOf(now) };
}

function readView(options: XmlNode): FreeBusyViewType {
  const wanted = trimmedChild(options, 'RequestedView') ?? 'FreeBusy';
  const view = views.find((each) => each === wanted);
  if (view === undefined) throw new RequestError('ErrorInvalidFreeBusyViewType', 'The requested view is invalid.');
  return view;
}

function readTime(window: XmlNode | undefined, name: string, zone: RequestZone): number {
  const text = trimmedChild(window, name) ?? '';
  const at = parseDateTime(text, 'UTC');
  if (at === undefined) throw new RequestError('ErrorInvalidTimeInterval', 'The time window is invalid.');
  return /(Z|[+-]\d\d:\d\d)$/.test(text) ? at : zone.toInstant(at);
}

function answer(node: XmlNode, question: FreeBusyQuestion, input: OperationInput): string {
  const { store } = input;
  const address = trimmedChild(childOf(node, 'Email'), 'Address')?.toLowerCase() ?? '';
  try {
    const account = address.includes('@') ? store.findAccount(address) : undefined;
    const view = account === undefined ? groupAnswer(address, question, input) : ownAnswer(account, question, input);
    return element('m:FreeBusyResponse', {}, message({ class: 'Success', code: 'NoError' }), view);
  } catch (error) {
    if (!(error instanceof ItemError)) throw error;
    const { code, message: text } = error;
    return element('m:FreeBusyResponse', {}, message({ class: 'Error', code, text }));
  }
}

function ownAnswer(account: Account, question: FreeBusyQuestion, { store, context }: OperationInput): string {
  const readItems = rightsOf(account, { store, context });
  if (readItems === 'None') {
    throw new ItemError('ErrorNoFreeBusyAccess', 'The caller has no right to see the free/busy data.');
  }
  const times = busyTimes(store, account, question.from, question.to);
  return freeBusyView(times, account, { ...question, view: allowedView(question.view, readItems) });
}

function groupAnswer(address: string, question: FreeBusyQuestion, { store }: OperationInput): string {
  const group = roomLists(store).find((list) => list.address.toLowerCase() === address);
  if (group === undefined) throw new ItemError('ErrorMailRecipientNotFound', 'Unable to resolve e-mail address.');
  if (group.rooms.length > maxMembers) {
    throw new ItemError('ErrorFreeBusyDLLimitReached', 'The group has too many members.');
  }
  const times = group.rooms.flatMap(({ address: member }) => {
    const account = store.findAccount(member);
    return account === undefined ? [] : busyTimes(store, account, question.from, question.to);
  });
  return groupView(times, question);
}

/** Everybody in the organization sees busy times unless the owner of the mailbox decided otherwise. */
function rightsOf(
  account: Account,
  { store, context }: Pick<OperationInput, 'store' | 'context'>,
): FolderRights['readItems'] {
  if (account === context.actor) return 'FullDetails';
  const grants = store.permissions.grantsOf(store.distinguishedFolder(account, 'calendar'));
  const grant =
    grants.find(({ grantee }) => grantee === context.actor) ?? grants.find(({ grantee }) => grantee === 'Default');
  return grant?.rights.readItems ?? 'TimeOnly';
}

function message(status: MessageStatus): string {
  return element('m:ResponseMessage', { ResponseClass: status.class }, statusElements(status));
}
