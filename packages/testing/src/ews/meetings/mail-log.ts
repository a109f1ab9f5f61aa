import type { Participation } from '../../company/company.ts';

/** A mail about a meeting that Exchange would have sent. Nothing leaves the emulator. @public */
export interface ExchangeSentMail {
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
  /** Whether a reply proposes another time. */
  readonly proposesNewTime: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly sentAt: number;
}

/** The mails of all mailboxes in the order of sending. */
export class MailLog {
  readonly #mails: ExchangeSentMail[] = [];

  get all(): readonly ExchangeSentMail[] {
    return this.#mails;
  }

  add(mail: ExchangeSentMail): void {
    this.#mails.push(mail);
  }
}
