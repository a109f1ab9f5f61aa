import type { Account } from './account.ts';

/** Who gets the meeting requests of somebody with delegates (types.xsd, DeliverMeetingRequestsType). */
export type DeliverMeetingRequests =
  | 'DelegatesOnly'
  | 'DelegatesAndMe'
  | 'DelegatesAndSendInformationToMe'
  | 'NoForward';

/** What a mailbox keeps about one of its delegates besides the permissions on its folders. */
export interface DelegateEntry {
  readonly delegate: Account;
  readonly receivesCopies: boolean;
}

/** The delegates of mailboxes. */
export class Delegates {
  readonly #entries = new Map<Account, readonly DelegateEntry[]>();
  readonly #delivery = new Map<Account, DeliverMeetingRequests>();

  of(mailbox: Account): readonly DelegateEntry[] {
    return this.#entries.get(mailbox) ?? [];
  }

  find(mailbox: Account, delegate: Account): DelegateEntry | undefined {
    return this.of(mailbox).find((entry) => entry.delegate === delegate);
  }

  /** Adds a delegate, or changes one. */
  put(mailbox: Account, entry: DelegateEntry): void {
    const others = this.of(mailbox);
    const isKnown = others.some(({ delegate }) => delegate === entry.delegate);
    this.#entries.set(
      mailbox,
      isKnown ? others.map((other) => (other.delegate === entry.delegate ? entry : other)) : [...others, entry],
    );
  }

  remove(mailbox: Account, delegate: Account): void {
    this.#entries.set(
      mailbox,
      this.of(mailbox).filter((entry) => entry.delegate !== delegate),
    );
  }

  deliveryOf(mailbox: Account): DeliverMeetingRequests {
    return this.#delivery.get(mailbox) ?? 'DelegatesAndSendInformationToMe';
  }

  setDelivery(mailbox: Account, delivery: DeliverMeetingRequests): void {
    this.#delivery.set(mailbox, delivery);
  }
}
