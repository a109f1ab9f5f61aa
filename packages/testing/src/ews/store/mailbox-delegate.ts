import type { ExchangeStore } from './exchange-store.ts';
import type { SharedFolderName } from './folder-permissions.ts';

/** A delegate of a mailbox, as its owner makes one. @public */
export interface MailboxDelegate {
  /** Address, or id in the company, of the mailbox. */
  readonly mailbox: string;
  /** Address, or id in the company or of a service account. */
  readonly delegate: string;
  /** Levels by folder. Default: `Editor` in the calendar, as Outlook proposes. */
  readonly levels?: Readonly<Partial<Record<SharedFolderName, 'None' | 'Reviewer' | 'Author' | 'Editor'>>>;
  /** Whether private items show more than their busy time. Default false: it has to be set explicitly. */
  readonly viewPrivateItems?: boolean;
  /** Whether meeting requests to the owner are copied to the delegate. Default false. */
  readonly receivesCopies?: boolean;
}

/**
 * Makes somebody a delegate.
 *
 * @throws RangeError when the mailbox or the delegate is nobody's.
 */
export function addMailboxDelegate(store: ExchangeStore, request: MailboxDelegate): void {
  const mailbox = store.requireAccount(request.mailbox);
  const delegate = store.requireUser(request.delegate);
  store.delegates.put(mailbox, { delegate, receivesCopies: request.receivesCopies ?? false });
  store.permissions.setPrivateViewer(mailbox, delegate, request.viewPrivateItems ?? false);
  const { levels = { calendar: 'Editor' } } = request;
  // Object.entries widens the keys that the interface states.
  for (const [folder, level] of Object.entries(levels) as [SharedFolderName, (typeof levels)[SharedFolderName]][]) {
    if (level === undefined) continue;
    store.permissions.grant(mailbox, delegate, { ...request, grantee: request.delegate, folder, level });
  }
}
