import type { Participation } from '../../company/company.ts';

/** A mail about a meeting that Exchange would have sent. Nothing leaves the emulator. @public */
export interface ExchangeMail {
  /** SMTP address. */
  readonly from: string;
  /** SMTP address; outsiders get mails like everybody else. */
  readonly to: string;
  readonly kind: 'invitation' | 'update' | 'cancellation' | 'reply';
  /** iCalendar UID of the meeting. */
  readonly uid: string;
  /** ISO 8601 instant of the original start, for mails about one occurrence of a series. */
  readonly recurrenceId?: string;
  /** What a reply says. */
  readonly response?: Participation;
  /** Whether the mail has a text of its own: the comment of a reply or cancellation. */
  readonly hasComment: boolean;
  /** ISO 8601 instant. */
  readonly sentAt: string;
}

/** The mails of all mailboxes in the order of sending. */
export class MailLog {
  readonly #mails: ExchangeMail[] = [];

  get all(): readonly ExchangeMail[] {
    return this.#mails;
  }

  add(mail: ExchangeMail): void {
    this.#mails.push(mail);
  }
}
