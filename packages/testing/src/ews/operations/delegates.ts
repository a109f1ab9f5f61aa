import { userId } from '../render/permission-set.ts';
import { ItemError } from '../soap/ews-errors.ts';
import { statusElements } from '../soap/response-messages.ts';
import type { MessageStatus } from '../soap/response-messages.ts';
import type { Account } from '../store/account.ts';
import type { DeliverMeetingRequests } from '../store/delegates.ts';
import type { ExchangeStore } from '../store/exchange-store.ts';
import { childOf } from '../xml/parse-xml.ts';
import type { XmlNode } from '../xml/parse-xml.ts';
import { element, textElement } from '../xml/xml-writer.ts';
import { delegatePermissions, grantDelegatePermissions } from './delegate-permissions.ts';
import type { OperationInput } from './operation.ts';

const success: MessageStatus = { class: 'Success', code: 'NoError' };

/** GetDelegate: the delegates of a mailbox, or those that are named. */
export function getDelegate(input: OperationInput): string {
  const { request, store } = input;
  return answer('GetDelegate', input, (mailbox) => {
    const isDetailed = ['true', '1'].includes(request.attributes['IncludePermissions'] ?? '');
    const named = childOf(request, 'UserIds')?.children;
    const messages =
      named === undefined
        ? store.delegates.of(mailbox).map(({ delegate }) => delegateUser(mailbox, delegate, store, isDetailed))
        : named.map((node) =>
            message(() => delegateUser(mailbox, requireDelegate(node, mailbox, store), store, isDetailed)),
          );
    return { messages, more: textElement('m:DeliverMeetingRequests', store.delegates.deliveryOf(mailbox)) };
  });
}

/** AddDelegate: one message for each new delegate. */
export function addDelegate(input: OperationInput): string {
  return answer('AddDelegate', input, (mailbox) => ({
    messages: changeEach(input, (node) => {
      const delegate = requirePerson(childOf(node, 'UserId'), input.store);
      if (delegate === mailbox) {
        throw new ItemError('ErrorDelegateCannotAddOwner', 'The owner of a mailbox cannot be its delegate.');
      }
      if (input.store.delegates.find(mailbox, delegate) !== undefined) {
        throw new ItemError('ErrorDelegateAlreadyExists', 'The user is a delegate already.');
      }
      return put(node, mailbox, delegate, input.store);
    }),
    more: '',
  }));
}

/** UpdateDelegate: what is left out stays as it is. */
export function updateDelegate(input: OperationInput): string {
  return answer('UpdateDelegate', input, (mailbox) => ({
    messages: changeEach(input, (node) =>
      put(node, mailbox, requireDelegate(childOf(node, 'UserId'), mailbox, input.store), input.store),
    ),
    more: '',
  }));
}

/** RemoveDelegate: takes the permissions away with the delegate. */
export function removeDelegate(input: OperationInput): string {
  const { request, store } = input;
  return answer('RemoveDelegate', input, (mailbox) => ({
    messages: (childOf(request, 'UserIds')?.children ?? []).map((node) =>
      message(() => {
        const delegate = requireDelegate(node, mailbox, store);
        store.delegates.remove(mailbox, delegate);
        store.permissions.revoke(mailbox, delegate);
        return messageElement('', success);
      }),
    ),
    more: '',
  }));
}

/** Writes a flat answer: the class stands on the answer itself, and the messages of the users are nested in it. */
function answer(
  name: string,
  { request, context, store }: OperationInput,
  carryOut: (mailbox: Account) => { readonly messages: readonly string[]; readonly more: string },
): string {
  try {
    const mailbox = store.findAccount(childOf(childOf(request, 'Mailbox'), 'EmailAddress')?.text.trim() ?? '');
    if (mailbox === undefined) {
      throw new ItemError('ErrorNonExistentMailbox', 'The SMTP address has no mailbox associated with it.');
    }
    if (mailbox !== context.actor) {
      throw new ItemError('ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
    }
    const { messages, more } = carryOut(mailbox);
    const delivery = childOf(request, 'DeliverMeetingRequests')?.text.trim();
    // The schema check has let nothing else through.
    if (delivery !== undefined) store.delegates.setDelivery(mailbox, delivery as DeliverMeetingRequests);
    const list = messages.length === 0 ? '' : element('m:ResponseMessages', {}, ...messages);
    return element(`m:${name}Response`, { ResponseClass: success.class }, statusElements(success), list, more);
  } catch (error) {
    const status = statusOf(error);
    return element(`m:${name}Response`, { ResponseClass: status.class }, statusElements(status));
  }
}

function changeEach({ request }: OperationInput, change: (node: XmlNode) => string): readonly string[] {
  return (childOf(request, 'DelegateUsers')?.children ?? []).map((node) => message(() => change(node)));
}

function put(node: XmlNode, mailbox: Account, delegate: Account, store: ExchangeStore): string {
  grantDelegatePermissions(childOf(node, 'DelegatePermissions'), mailbox, delegate, store);
  const known = store.delegates.find(mailbox, delegate);
  const copies = flag(node, 'ReceiveCopiesOfMeetingMessages');
  store.delegates.put(mailbox, { delegate, receivesCopies: copies ?? known?.receivesCopies ?? false });
  const viewsPrivateItems = flag(node, 'ViewPrivateItems');
  if (viewsPrivateItems !== undefined) store.permissions.setPrivateViewer(mailbox, delegate, viewsPrivateItems);
  return delegateUser(mailbox, delegate, store, true);
}

function flag(node: XmlNode, name: string): boolean | undefined {
  const text = childOf(node, name)?.text.trim();
  return text === undefined ? undefined : ['true', '1'].includes(text);
}

function requirePerson(node: XmlNode | undefined, store: ExchangeStore): Account {
  const address = childOf(node, 'PrimarySmtpAddress')?.text.trim();
  const sid = childOf(node, 'SID')?.text.trim();
  const person = store.users.find(
    (user) => user.address.toLowerCase() === address?.toLowerCase() || (address === undefined && user.sid === sid),
  );
  if (person === undefined) throw new ItemError('ErrorDelegateNoUser', 'The delegate does not map to a user.');
  return person;
}

function requireDelegate(node: XmlNode | undefined, mailbox: Account, store: ExchangeStore): Account {
  const person = requirePerson(node, store);
  if (store.delegates.find(mailbox, person) === undefined) {
    throw new ItemError('ErrorNotDelegate', 'The user is not a delegate of the mailbox.');
  }
  return person;
}

function delegateUser(mailbox: Account, delegate: Account, store: ExchangeStore, isDetailed: boolean): string {
  const payload = element(
    'm:DelegateUser',
    {},
    userId(delegate),
    isDetailed ? delegatePermissions(mailbox, delegate, store) : '',
    textElement('t:ReceiveCopiesOfMeetingMessages', store.delegates.find(mailbox, delegate)?.receivesCopies ?? false),
    textElement('t:ViewPrivateItems', store.permissions.seesPrivateItems(mailbox, delegate)),
  );
  return messageElement(payload, success);
}

function message(produce: () => string): string {
  try {
    return produce();
  } catch (error) {
    return messageElement('', statusOf(error));
  }
}

function messageElement(payload: string, status: MessageStatus): string {
  // The element is called by the name of its type.
  return element('m:DelegateUserResponseMessageType', { ResponseClass: status.class }, statusElements(status), payload);
}

function statusOf(error: unknown): MessageStatus {
  if (!(error instanceof ItemError)) throw error;
  return { class: 'Error', code: error.code, text: error.message };
}
