import type { SanitizerPolicy } from './sanitizer-policy.ts';

/** The table of {@link displayPolicy}. @public */
export interface DisplayAttributes {
  readonly title: 'kept';
  readonly participants: 'kept';
  readonly description: 'kept';
  readonly senderAddress: 'eventCapture';
  readonly recipientAddresses: 'eventCapture';
  readonly attachments: 'eventCapture';
  readonly body: 'eventCapture';
  readonly time: 'kept';
  readonly meetingUrl: 'kept';
  readonly hasRoom: 'kept';
  readonly locations: 'kept';
  readonly rooms: 'kept';
}

/** The table of {@link strictPolicy}. @public */
export interface StrictAttributes {
  readonly title: 'kept';
  readonly participants: 'dropped';
  readonly description: 'dropped';
  readonly senderAddress: 'dropped';
  readonly recipientAddresses: 'dropped';
  readonly attachments: 'dropped';
  readonly body: 'dropped';
  readonly time: 'kept';
  readonly meetingUrl: 'kept';
  readonly hasRoom: 'kept';
  readonly locations: 'dropped';
  readonly rooms: 'dropped';
}

/**
 * What a calendar client shows to its user. Addresses, attachments and the full body are there only with event capture.
 *
 * @public
 */
export const displayPolicy: SanitizerPolicy<DisplayAttributes> = {
  name: 'display',
  attributes: {
    title: 'kept',
    participants: 'kept',
    description: 'kept',
    senderAddress: 'eventCapture',
    recipientAddresses: 'eventCapture',
    attachments: 'eventCapture',
    body: 'eventCapture',
    time: 'kept',
    meetingUrl: 'kept',
    hasRoom: 'kept',
    locations: 'kept',
    rooms: 'kept',
  },
  maskAddressesIn: ['title', 'description', 'locations'],
  maskPasscodesIn: ['title', 'description', 'locations'],
};

/**
 * What a screen on a wall shows: what it is, when, how to join, and whether a room belongs to it. Event capture changes
 * nothing here.
 *
 * @public
 */
export const strictPolicy: SanitizerPolicy<StrictAttributes> = {
  name: 'strict',
  attributes: {
    title: 'kept',
    participants: 'dropped',
    description: 'dropped',
    senderAddress: 'dropped',
    recipientAddresses: 'dropped',
    attachments: 'dropped',
    body: 'dropped',
    time: 'kept',
    meetingUrl: 'kept',
    hasRoom: 'kept',
    locations: 'dropped',
    rooms: 'dropped',
  },
  maskAddressesIn: ['title', 'description', 'locations'],
  maskPasscodesIn: ['title', 'description', 'locations'],
};
