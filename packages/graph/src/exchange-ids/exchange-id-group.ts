import type { CallOptions, Outcome } from '@kalends/core';

/**
 * A form that Exchange writes ids in, besides the one this package uses: those of Exchange Web Services, of MAPI (Outlook, add-ins on
 * the desktop), and the changing form of Graph itself.
 *
 * @see {@link https://learn.microsoft.com/graph/api/user-translateexchangeids | Graph docs, "user: translateExchangeIds"}
 * @public
 */
export type ExchangeIdKind = 'ewsId' | 'entryId' | 'immutableEntryId' | 'restId';

/** Options of {@link ExchangeIdGroup.toGraph}. @public */
export interface ToGraphIdsOptions extends CallOptions {
  /** 1 to 10,000, all of one mailbox. */
  readonly ids: readonly string[];
  /** What they are. Default `ewsId`. */
  readonly kind?: ExchangeIdKind;
}

/** Options of {@link ExchangeIdGroup.toEws}. @public */
export interface ToEwsIdsOptions extends CallOptions {
  /** 1 to 10,000 ids of this package's events or contacts, all of one mailbox. */
  readonly ids: readonly string[];
}

/**
 * Translates ids of events and contacts between interfaces of Exchange, so that what was kept under one is found under the other. It
 * needs `User.Read` or `User.ReadBasic.All` beside the scopes of the policy.
 *
 * @public
 */
export interface ExchangeIdGroup {
  /**
   * Ids as this package gives and takes them.
   *
   * @returns one outcome for each id, in their order; an id that cannot be translated fails alone.
   * @throws CalendarError when nothing could be asked.
   */
  toGraph(options: ToGraphIdsOptions): Promise<readonly Outcome<string>[]>;
  /**
   * Ids as Exchange Web Services give and take them.
   *
   * @returns one outcome for each id, in their order; an id that cannot be translated fails alone.
   * @throws CalendarError when nothing could be asked.
   */
  toEws(options: ToEwsIdsOptions): Promise<readonly Outcome<string>[]>;
}
