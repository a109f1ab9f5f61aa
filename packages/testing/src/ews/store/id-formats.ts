import { guidOf, isWellFormedId } from './ids.ts';

/** Formats of ids (types.xsd, IdFormatType). */
export type IdFormat = 'EwsLegacyId' | 'EwsId' | 'EntryId' | 'HexEntryId' | 'StoreId' | 'OwaId';

// An EWS id is a head with the mailbox in it, and the entry id of MAPI behind.
const headBytes = 42;
const legacyMark = Buffer.from([0x4c, 0x45, 0x47]);
const storeMark = Buffer.from([0x53, 0x54, 0x4f]);
const owaPrefix = 'RgAAAAC';

/**
 * Writes an id in another format.
 *
 * @param mailbox - Address of the mailbox; it stands in some formats and has to be added to those without it.
 * @returns nothing when the id is not of its own format.
 */
export function convertId(id: string, from: IdFormat, to: IdFormat, mailbox: string): string | undefined {
  const entry = readEntry(id, from);
  return entry === undefined ? undefined : writeEntry(entry, to, mailbox);
}

/** The entry id of an item in hexadecimal digits, as free/busy answers name items. */
export function hexEntryId(ewsId: string): string {
  return Buffer.from(ewsId, 'base64').subarray(headBytes).toString('hex').toUpperCase();
}

function readEntry(id: string, format: IdFormat): Buffer | undefined {
  switch (format) {
    case 'EwsId':
      return isWellFormedId(id) && id.startsWith('AAMk') ? Buffer.from(id, 'base64').subarray(headBytes) : undefined;
    case 'HexEntryId':
      return /^([0-9A-F]{2})+$/i.test(id) ? Buffer.from(id, 'hex') : undefined;
    case 'EntryId':
      return fromBase64(id);
    case 'EwsLegacyId':
      return withoutMark(fromBase64(id), legacyMark);
    case 'StoreId':
      return withoutMark(fromBase64(id), storeMark);
    default:
      return id.startsWith(owaPrefix) ? fromBase64(decodeURIComponent(id.slice(owaPrefix.length))) : undefined;
  }
}

function writeEntry(entry: Buffer, format: IdFormat, mailbox: string): string {
  switch (format) {
    case 'EwsId': {
      const guid = guidOf(`mailbox/${mailbox.toLowerCase()}`);
      const head = [Buffer.from([0x00, 0x03, 0x24, 0x00]), Buffer.from(guid, 'latin1'), Buffer.from([0x00, 0x46])];
      return Buffer.concat([...head, entry]).toString('base64');
    }
    case 'HexEntryId':
      return entry.toString('hex').toUpperCase();
    case 'EntryId':
      return entry.toString('base64');
    case 'EwsLegacyId':
      return Buffer.concat([legacyMark, entry]).toString('base64');
    case 'StoreId':
      return Buffer.concat([storeMark, entry]).toString('base64');
    default:
      return owaPrefix + encodeURIComponent(entry.toString('base64'));
  }
}

function fromBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.byteLength > 0 && bytes.toString('base64') === text ? bytes : undefined;
}

function withoutMark(bytes: Buffer | undefined, mark: Buffer): Buffer | undefined {
  return bytes?.subarray(0, mark.byteLength).equals(mark) === true ? bytes.subarray(mark.byteLength) : undefined;
}
