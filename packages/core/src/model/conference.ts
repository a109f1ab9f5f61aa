/** Services a join link can belong to. @public */
export type ConferenceService = 'teams' | 'meet' | 'zoom' | 'webex' | 'skype' | 'other';

/** The join link that the calendar service keeps as data of its own, as opposed to a link somebody typed into a text. @public */
export interface ConferenceLink {
  /** `https:` address that opens the meeting. May hold a passcode: treat it as a secret in logs. */
  readonly url: string;
  readonly service: ConferenceService;
}
