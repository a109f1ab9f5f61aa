/** What it takes to do something in a mailbox, or with a directory object; permissions in lower case. */
export interface AccessRule {
  /** One of these is enough in one's own mailbox, and for an application. */
  readonly own: readonly string[];
  /** One of these, with rights in the mailbox, is enough in the mailbox of somebody else. Default: nothing is. */
  readonly shared?: readonly string[];
  /** A directory object: other refusals, no mailbox needed. */
  readonly isDirectory?: boolean;
  /** How a personal account is refused, which has no such thing. */
  readonly personalRefusal?: 'unsupported' | 'emptyUnauthorized';
}

const calendarReaders = [
  'calendars.read',
  'calendars.readwrite',
  'calendars.read.shared',
  'calendars.readwrite.shared',
];
const sharedCalendarReaders = ['calendars.read.shared', 'calendars.readwrite.shared'];
const contactWriters = ['contacts.readwrite', 'contacts.readwrite.shared'];
const directoryReaders = ['user.readbasic.all', 'user.read.all'];

/** Calendars and events without bodies, attachments and extensions. */
export const readBasicCalendars: AccessRule = {
  own: ['calendars.readbasic', 'calendars.readbasic.all', ...calendarReaders],
  shared: sharedCalendarReaders,
};

/** Everything in calendars. */
export const readCalendars: AccessRule = { own: calendarReaders, shared: sharedCalendarReaders };

/** Any write to calendars. */
export const writeCalendars: AccessRule = {
  own: ['calendars.readwrite', 'calendars.readwrite.shared'],
  shared: ['calendars.readwrite.shared'],
};

/** Free and busy times of many. */
export const readSchedules: AccessRule = { ...readBasicCalendars, personalRefusal: 'unsupported' };

/** Suggestions for meetings. No role of an application is among these permissions: only people get any. */
export const findTimes: AccessRule = {
  own: sharedCalendarReaders,
  personalRefusal: 'unsupported',
};

export const readContacts: AccessRule = {
  own: ['contacts.read', 'contacts.read.shared', ...contactWriters],
  shared: ['contacts.read.shared', 'contacts.readwrite.shared'],
};

export const writeContacts: AccessRule = { own: contactWriters, shared: ['contacts.readwrite.shared'] };

export const readSettings: AccessRule = { own: ['mailboxsettings.read', 'mailboxsettings.readwrite'] };

export const writeSettings: AccessRule = { own: ['mailboxsettings.readwrite'] };

export const readTimeZones: AccessRule = { own: ['user.read', ...directoryReaders, 'mailboxsettings.read'] };

export const translateIds: AccessRule = { own: ['user.read', ...directoryReaders] };

export const readPeople: AccessRule = { own: ['people.read'], personalRefusal: 'emptyUnauthorized' };

/** The user object; one's own takes less. */
export const readUser: AccessRule = {
  own: ['user.read', ...directoryReaders],
  shared: directoryReaders,
  isDirectory: true,
};

/** Everybody in the directory. */
export const readUsers: AccessRule = { own: directoryReaders, isDirectory: true, personalRefusal: 'unsupported' };

export const readPlaces: AccessRule = {
  own: ['place.read.all', 'place.readwrite.all'],
  isDirectory: true,
  personalRefusal: 'unsupported',
};

export const revokeSessions: AccessRule = {
  own: ['user.revokesessions.all'],
  shared: ['user.revokesessions.all'],
  isDirectory: true,
};
