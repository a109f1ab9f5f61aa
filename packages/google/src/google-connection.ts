import { CalendarError } from '@kalends/core';
import type { AccountIdentity, CalendarConnection, Capabilities } from '@kalends/core';
import { calendarGroup } from './calendars/calendar-group.ts';
import type { ContactAccess } from './contacts/contact-access.ts';
import { contactGroup } from './contacts/contact-group.ts';
import type { DiagnosisFacts } from './diagnosis/diagnose.ts';
import { eventGroup } from './events/event-group.ts';
import { freeBusyGroup } from './free-busy/free-busy-group.ts';
import type { RoomAccess } from './rooms/room-access.ts';
import { roomGroup } from './rooms/room-group.ts';
import type { RunCall } from './run-call.ts';
import { disposed } from './session.ts';
import type { Session } from './session.ts';

/** Settings of {@link googleConnection}. */
export interface GoogleConnectionOptions {
  readonly account: AccountIdentity;
  readonly capabilities: Capabilities;
  /** What was granted; `undefined`: not known. */
  readonly scopes: readonly string[] | undefined;
  /** Whether an administrator grants it, for a service account. Default: the person does. */
  readonly isDelegated?: boolean;
  /** `undefined`: the application did not open contacts. */
  readonly contacts: ContactAccess | undefined;
  /** `undefined`: the application did not open rooms. */
  readonly rooms: RoomAccess | undefined;
  /** What a diagnosis has to know beyond the session. */
  readonly diagnosis: DiagnosisFacts;
  /** Loads the vendor's modules and prepares the session; called once, at the first call that needs it. */
  readonly openSession: (
    closeSignal: AbortSignal,
  ) => Promise<{ readonly session: Session; readonly close: () => void }>;
}

/** The connection object; the work is in modules that load at the first call. */
export function googleConnection(options: GoogleConnectionOptions): CalendarConnection {
  const closing = new AbortController();
  let opened: ReturnType<GoogleConnectionOptions['openSession']> | undefined;

  const run: RunCall = async (operation, work) => {
    if (closing.signal.aborted) throw disposed(operation);
    try {
      opened ??= options.openSession(closing.signal);
      const { session } = await opened;
      if (closing.signal.aborted) throw disposed(operation);
      return await work(session);
    } catch (error) {
      throw CalendarError.is(error) ? error.withContext({ provider: 'google', operation }) : error;
    }
  };
  const close = async (): Promise<void> => {
    if (closing.signal.aborted) return;
    closing.abort();
    if (opened === undefined) return;
    const { close: forget } = await opened;
    forget();
  };

  return {
    provider: 'google',
    account: options.account,
    capabilities: options.capabilities,
    calendars: calendarGroup(run),
    events: eventGroup(run),
    freeBusy: freeBusyGroup(run, options),
    rooms: roomGroup(run, options.rooms),
    contacts: contactGroup(run, options.contacts),
    diagnose: (callOptions = {}) =>
      run('diagnose', async (session) => {
        const { diagnose } = await import('./diagnosis/diagnose.ts');
        return diagnose(session, callOptions, options.diagnosis);
      }),
    close,
    [Symbol.asyncDispose]: close,
  };
}
