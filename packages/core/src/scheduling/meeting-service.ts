import type { CallOptions } from '../provider/connection.ts';
import type { SchedulingInput } from './scheduling-input.ts';

/** A meeting that exists at a meeting service. @public */
export interface ServiceMeeting {
  readonly meetingId: string;
  /** `https:` address that joins it. */
  readonly joinUrl: string;
}

/** A meeting that was made, or found to exist. @public */
export interface MadeMeeting extends ServiceMeeting {
  /**
   * Whether this call made it. When it was there already, an earlier request may have written the entry that leads to it; say false when
   * that is not known.
   */
  readonly isNew: boolean;
}

/**
 * The web service whose meetings are scheduled: what an application implements over its own service's interface.
 *
 * @public
 */
export interface MeetingService {
  /** Makes a meeting; the same key again gives the same meeting while it exists. */
  create(
    options: CallOptions & { readonly input: SchedulingInput; readonly idempotencyKey: string },
  ): Promise<MadeMeeting>;
  /** Removes a meeting; removing what is gone is no error. */
  remove(options: CallOptions & { readonly meetingId: string }): Promise<void>;
}
