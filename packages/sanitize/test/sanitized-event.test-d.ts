import type { CalendarEvent } from '@kalends/core';
import { expectTypeOf } from 'vitest';
import { displayPolicy, sanitizeEvent, strictPolicy, withoutCapture } from '../src/index.ts';
import type { CapturedDisplayEvent, DisplayEvent, SanitizedEvent, SanitizerPolicy, StrictEvent } from '../src/index.ts';

// Checked by the compiler with everything else; nothing here runs.
declare const event: CalendarEvent;
declare const isCaptureOn: boolean;
declare const loaded: SanitizerPolicy;

declare function use(value: unknown): void;

type Control = 'id' | 'kind' | 'status';
type Unstarred = 'title' | 'participants' | 'description' | 'time' | 'meetingUrl' | 'hasRoom' | 'locations' | 'rooms';
type Starred = 'senderAddress' | 'recipientAddresses' | 'attachments' | 'body';

expectTypeOf<keyof DisplayEvent>().toEqualTypeOf<Control | Unstarred>();
expectTypeOf<keyof CapturedDisplayEvent>().toEqualTypeOf<Control | Unstarred | Starred>();
expectTypeOf<keyof StrictEvent>().toEqualTypeOf<Control | 'title' | 'time' | 'meetingUrl' | 'hasRoom'>();

const display = sanitizeEvent(event, { policy: displayPolicy });
expectTypeOf<keyof typeof display>().toEqualTypeOf<keyof DisplayEvent>();
// @ts-expect-error the full text is there only with event capture
use(display.body);
// @ts-expect-error and so is the organizer's address
use(display.senderAddress);
// @ts-expect-error no address in a participant
use(display.participants[0]?.address);
// @ts-expect-error what is not in the table has no slot at all
use(display.webUrl);

const off = sanitizeEvent(event, { policy: displayPolicy, eventCapture: false });
expectTypeOf<keyof typeof off>().toEqualTypeOf<keyof DisplayEvent>();

const captured = sanitizeEvent(event, { policy: displayPolicy, eventCapture: true });
expectTypeOf<keyof typeof captured>().toEqualTypeOf<keyof CapturedDisplayEvent>();
expectTypeOf(captured.body?.content).toEqualTypeOf<string | undefined>();

// A switch known only at run time gives members that may be there.
const perhaps = sanitizeEvent(event, { policy: displayPolicy, eventCapture: isCaptureOn });
expectTypeOf<keyof typeof perhaps>().toEqualTypeOf<keyof CapturedDisplayEvent>();
expectTypeOf(perhaps.senderAddress).toEqualTypeOf<string | undefined>();

const strict = sanitizeEvent(event, { policy: strictPolicy, eventCapture: true });
expectTypeOf<keyof typeof strict>().toEqualTypeOf<keyof StrictEvent>();
// @ts-expect-error strict has no locations, with event capture neither
use(strict.locations);

// A policy read at run time may keep anything, so everything is optional.
const any: SanitizedEvent = sanitizeEvent(event, { policy: loaded });
// @ts-expect-error possibly undefined
use(any.participants.length);

const lobby = sanitizeEvent(event, {
  policy: { ...displayPolicy, attributes: { ...displayPolicy.attributes, participants: 'dropped' } },
});
// @ts-expect-error dropped by the spread policy
use(lobby.participants);
expectTypeOf(lobby.locations).toEqualTypeOf<readonly string[]>();

const released = withoutCapture(captured, displayPolicy);
expectTypeOf<keyof typeof released>().toEqualTypeOf<keyof DisplayEvent>();
