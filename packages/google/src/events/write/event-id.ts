const digits = '0123456789abcdefghijklmnopqrstuv';

/**
 * The id of an event that is to exist once, made from what it is to exist once for: whoever creates it again, in whichever process, is
 * told that the id is taken. 52 characters of base32hex (RFC 4648, section 7) in lower case, as Google wants ids.
 *
 * @param calendarId - Calendar that the event is for.
 * @param purpose - Everything that tells this event from others.
 * @see {@link https://developers.google.com/workspace/calendar/api/v3/reference/events#id | Events, id}
 */
export async function eventIdFor(calendarId: string, purpose: unknown): Promise<string> {
  const text = JSON.stringify(['kalends', calendarId.toLowerCase(), purpose]);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return base32Hex(new Uint8Array(digest));
}

function base32Hex(bytes: Uint8Array): string {
  let written = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      written += digits[(held >> bits) & 31];
    }
  }
  return bits === 0 ? written : written + digits[(held << (5 - bits)) & 31];
}
