import { calendar } from '@googleapis/calendar';
import type { calendar_v3 } from '@googleapis/calendar';
import type { CalendarProvider, CalendarConnection, OAuthCredential } from '@kalends/core';
import { google, googleConnectionFromClient } from '../src/index.ts';
import type { GoogleCalendarClient } from '../src/index.ts';

// Checked by the type check, never run: a vendor client fits the interface without a cast, in its class and its factory form.
declare const vendorClass: calendar_v3.Calendar;
export const fromClass: GoogleCalendarClient = vendorClass;
export const fromFactory: GoogleCalendarClient = calendar({ version: 'v3' });
export const connection: CalendarConnection = googleConnectionFromClient({
  client: vendorClass,
  account: { id: '1177' },
});

// A part of a client is no client.
// @ts-expect-error calendarList is missing
export const halfAClient: GoogleCalendarClient = { events: vendorClass.events };

// User name and password belong to Exchange only: no credential of that kind gets in here.
declare const basic: { readonly kind: 'basic' };
export const provider: CalendarProvider<OAuthCredential> = google({ clientId: 'a', clientSecret: 'b' });
// @ts-expect-error a basic credential is not an OAuth credential
provider.connect({ credential: basic });

// @ts-expect-error there is no such setting
google({ clientId: 'a', clientSecret: 'b', clientID: 'a' });
