import { Temporal } from 'temporal-polyfill';

/** A zone as Windows knows it. */
export interface WindowsZone {
  /** For example `W. Europe Standard Time`. */
  readonly id: string;
  /** IANA zone whose rules it has (CLDR, windowsZones.xml, territory 001). */
  readonly timeZone: string;
  /** The places in its display name. */
  readonly places: string;
}

// Windows id | IANA zone | places in the display name | further IANA zones that map to it.
const rows = `
Dateline Standard Time|Etc/GMT+12|International Date Line West|
Aleutian Standard Time|America/Adak|Aleutian Islands|
Hawaiian Standard Time|Pacific/Honolulu|Hawaii|Pacific/Tahiti Pacific/Rarotonga
Marquesas Standard Time|Pacific/Marquesas|Marquesas Islands|
Alaskan Standard Time|America/Anchorage|Alaska|America/Juneau America/Nome
Pacific Standard Time|America/Los_Angeles|Pacific Time (US & Canada)|America/Vancouver
Pacific Standard Time (Mexico)|America/Tijuana|Baja California|
US Mountain Standard Time|America/Phoenix|Arizona|
Mountain Standard Time|America/Denver|Mountain Time (US & Canada)|America/Edmonton America/Boise
Mountain Standard Time (Mexico)|America/Mazatlan|La Paz, Mazatlan|
Yukon Standard Time|America/Whitehorse|Yukon|America/Dawson
Central Standard Time|America/Chicago|Central Time (US & Canada)|America/Winnipeg America/Menominee
Central Standard Time (Mexico)|America/Mexico_City|Guadalajara, Mexico City, Monterrey|America/Monterrey
Central America Standard Time|America/Guatemala|Central America|America/Costa_Rica America/El_Salvador
Canada Central Standard Time|America/Regina|Saskatchewan|
Easter Island Standard Time|Pacific/Easter|Easter Island|
Eastern Standard Time|America/New_York|Eastern Time (US & Canada)|America/Toronto America/Detroit America/Montreal
Eastern Standard Time (Mexico)|America/Cancun|Chetumal|
US Eastern Standard Time|America/Indiana/Indianapolis|Indiana (East)|America/Indianapolis
SA Pacific Standard Time|America/Bogota|Bogota, Lima, Quito, Rio Branco|America/Lima America/Panama America/Jamaica
Haiti Standard Time|America/Port-au-Prince|Haiti|
Cuba Standard Time|America/Havana|Havana|
Paraguay Standard Time|America/Asuncion|Asuncion|
Atlantic Standard Time|America/Halifax|Atlantic Time (Canada)|Atlantic/Bermuda
Venezuela Standard Time|America/Caracas|Caracas|
Central Brazilian Standard Time|America/Cuiaba|Cuiaba|
SA Western Standard Time|America/La_Paz|Georgetown, La Paz, Manaus, San Juan|America/Manaus America/Puerto_Rico
Pacific SA Standard Time|America/Santiago|Santiago|
Newfoundland Standard Time|America/St_Johns|Newfoundland|
E. South America Standard Time|America/Sao_Paulo|Brasilia|
Argentina Standard Time|America/Argentina/Buenos_Aires|City of Buenos Aires|America/Buenos_Aires
SA Eastern Standard Time|America/Cayenne|Cayenne, Fortaleza|America/Fortaleza
Greenland Standard Time|America/Nuuk|Greenland|America/Godthab
Montevideo Standard Time|America/Montevideo|Montevideo|
Azores Standard Time|Atlantic/Azores|Azores|
Cape Verde Standard Time|Atlantic/Cape_Verde|Cabo Verde Is.|
UTC|Etc/UTC|Coordinated Universal Time|UTC Etc/GMT
GMT Standard Time|Europe/London|Dublin, Edinburgh, Lisbon, London|Europe/Dublin Europe/Lisbon Atlantic/Canary
Greenwich Standard Time|Atlantic/Reykjavik|Monrovia, Reykjavik|Africa/Abidjan Africa/Accra Africa/Monrovia
Morocco Standard Time|Africa/Casablanca|Casablanca|
W. Europe Standard Time|Europe/Berlin|Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna|Europe/Amsterdam Europe/Zurich Europe/Rome Europe/Stockholm Europe/Vienna Europe/Oslo Europe/Luxembourg
Central Europe Standard Time|Europe/Budapest|Belgrade, Bratislava, Budapest, Ljubljana, Prague|Europe/Prague Europe/Belgrade Europe/Bratislava Europe/Ljubljana
Romance Standard Time|Europe/Paris|Brussels, Copenhagen, Madrid, Paris|Europe/Madrid Europe/Brussels Europe/Copenhagen
Central European Standard Time|Europe/Warsaw|Sarajevo, Skopje, Warsaw, Zagreb|Europe/Zagreb Europe/Sarajevo Europe/Skopje
W. Central Africa Standard Time|Africa/Lagos|West Central Africa|Africa/Algiers Africa/Tunis
GTB Standard Time|Europe/Bucharest|Athens, Bucharest|Europe/Athens
Middle East Standard Time|Asia/Beirut|Beirut|
Egypt Standard Time|Africa/Cairo|Cairo|
E. Europe Standard Time|Europe/Chisinau|Chisinau|
South Africa Standard Time|Africa/Johannesburg|Harare, Pretoria|Africa/Harare Africa/Maputo
FLE Standard Time|Europe/Kyiv|Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius|Europe/Kiev Europe/Helsinki Europe/Riga Europe/Sofia Europe/Tallinn Europe/Vilnius
Israel Standard Time|Asia/Jerusalem|Jerusalem|
Kaliningrad Standard Time|Europe/Kaliningrad|Kaliningrad|
Turkey Standard Time|Europe/Istanbul|Istanbul|
Jordan Standard Time|Asia/Amman|Amman|
Arabic Standard Time|Asia/Baghdad|Baghdad|
Arab Standard Time|Asia/Riyadh|Kuwait, Riyadh|Asia/Kuwait Asia/Qatar
Belarus Standard Time|Europe/Minsk|Minsk|
Russian Standard Time|Europe/Moscow|Moscow, St. Petersburg|
E. Africa Standard Time|Africa/Nairobi|Nairobi|Africa/Addis_Ababa
Iran Standard Time|Asia/Tehran|Tehran|
Arabian Standard Time|Asia/Dubai|Abu Dhabi, Muscat|Asia/Muscat
Azerbaijan Standard Time|Asia/Baku|Baku|
Mauritius Standard Time|Indian/Mauritius|Port Louis|
Georgian Standard Time|Asia/Tbilisi|Tbilisi|
Caucasus Standard Time|Asia/Yerevan|Yerevan|
Afghanistan Standard Time|Asia/Kabul|Kabul|
West Asia Standard Time|Asia/Tashkent|Ashgabat, Tashkent|Indian/Maldives
Ekaterinburg Standard Time|Asia/Yekaterinburg|Ekaterinburg|
Pakistan Standard Time|Asia/Karachi|Islamabad, Karachi|
India Standard Time|Asia/Kolkata|Chennai, Kolkata, Mumbai, New Delhi|Asia/Calcutta
Sri Lanka Standard Time|Asia/Colombo|Sri Jayawardenepura|
Nepal Standard Time|Asia/Kathmandu|Kathmandu|Asia/Katmandu
Bangladesh Standard Time|Asia/Dhaka|Dhaka|
Myanmar Standard Time|Asia/Yangon|Yangon (Rangoon)|Asia/Rangoon
SE Asia Standard Time|Asia/Bangkok|Bangkok, Hanoi, Jakarta|Asia/Jakarta Asia/Ho_Chi_Minh Asia/Saigon
China Standard Time|Asia/Shanghai|Beijing, Chongqing, Hong Kong, Urumqi|Asia/Hong_Kong Asia/Macau
Singapore Standard Time|Asia/Singapore|Kuala Lumpur, Singapore|Asia/Kuala_Lumpur Asia/Manila
W. Australia Standard Time|Australia/Perth|Perth|
Taipei Standard Time|Asia/Taipei|Taipei|
Ulaanbaatar Standard Time|Asia/Ulaanbaatar|Ulaanbaatar|
Aus Central W. Standard Time|Australia/Eucla|Eucla|
Tokyo Standard Time|Asia/Tokyo|Osaka, Sapporo, Tokyo|
Korea Standard Time|Asia/Seoul|Seoul|
Cen. Australia Standard Time|Australia/Adelaide|Adelaide|
AUS Central Standard Time|Australia/Darwin|Darwin|
E. Australia Standard Time|Australia/Brisbane|Brisbane|
AUS Eastern Standard Time|Australia/Sydney|Canberra, Melbourne, Sydney|Australia/Melbourne
West Pacific Standard Time|Pacific/Port_Moresby|Guam, Port Moresby|Pacific/Guam
Tasmania Standard Time|Australia/Hobart|Hobart|
Vladivostok Standard Time|Asia/Vladivostok|Vladivostok|
Lord Howe Standard Time|Australia/Lord_Howe|Lord Howe Island|
Central Pacific Standard Time|Pacific/Guadalcanal|Solomon Is., New Caledonia|Pacific/Noumea
Norfolk Standard Time|Pacific/Norfolk|Norfolk Island|
New Zealand Standard Time|Pacific/Auckland|Auckland, Wellington|
Fiji Standard Time|Pacific/Fiji|Fiji|
Chatham Islands Standard Time|Pacific/Chatham|Chatham Islands|
Tonga Standard Time|Pacific/Tongatapu|Nuku'alofa|
Samoa Standard Time|Pacific/Apia|Samoa|
Line Islands Standard Time|Pacific/Kiritimati|Kiritimati Island|
`;

/** The zones the server carries, from west to east as `GetServerTimeZones` lists them. */
export const windowsZones: readonly WindowsZone[] = rows
  .trim()
  .split('\n')
  .map((row) => {
    const [id = '', timeZone = '', places = ''] = row.split('|');
    return { id, timeZone, places };
  });

const byId = new Map(windowsZones.map((zone) => [zone.id.toLowerCase(), zone]));

const byTimeZone = new Map(
  rows
    .trim()
    .split('\n')
    .flatMap((row) => {
      const [id = '', timeZone = '', , more = ''] = row.split('|');
      const zone = byId.get(id.toLowerCase());
      if (zone === undefined) return [];
      return [timeZone, ...more.split(' ')].map((name) => [name.toLowerCase(), zone] as const);
    }),
);

/** The zone with that Windows id; upper and lower case do not matter to Windows. */
export function findWindowsZone(id: string): WindowsZone | undefined {
  return byId.get(id.toLowerCase());
}

/** The Windows zone for an IANA zone; nothing when the table has none. */
export function windowsZoneOf(timeZone: string): WindowsZone | undefined {
  return byTimeZone.get(timeZone.toLowerCase());
}

/**
 * The IANA zone a client names by a Windows id, or by an IANA name as newer servers allow it.
 *
 * @returns nothing when the name is neither.
 */
export function resolveTimeZone(id: string): string | undefined {
  const zone = findWindowsZone(id);
  if (zone !== undefined) return zone.timeZone === 'Etc/UTC' ? 'UTC' : zone.timeZone;
  if (id === 'tzone://Microsoft/Utc') return 'UTC';
  return isTimeZone(id) ? id : undefined;
}

/** Tells whether the name is an IANA zone. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]*$/.test(name)) return false;
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
}
