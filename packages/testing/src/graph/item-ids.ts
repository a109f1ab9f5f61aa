import { createHash } from 'node:crypto';

/** `rest`: the default form, which changes when an item moves. `immutable`: stays for the life of the item. */
export type IdForm = 'rest' | 'immutable';

/** Every form that ids are translated between (Graph docs, "translateExchangeIds"). */
export type ExchangeIdFormat = 'entryId' | 'ewsId' | 'immutableEntryId' | 'restId' | 'restImmutableEntryId';

/** What an event id says. */
export interface ItemReference {
  readonly itemNumber: number;
  /** Date of one occurrence, `YYYY-MM-DD`; missing for masters and single events. */
  readonly date?: string;
}

/** Reading an id can fail in two ways that Graph tells apart. */
export type ReadItemId =
  | { readonly kind: 'reference'; readonly reference: ItemReference }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'foreign' };

const restPrefix = Buffer.from([0x00, 0x03, 0x24, 0x00]);
// The head that every immutable id of Exchange Online begins with.
const immutablePrefix = Buffer.from('0009002e00000000001d840311aa6611cd9bc800aa002f845a0d00', 'hex');

/** Makes and reads the event ids of one mailbox. Ids carry what they stand for, so nothing has to be remembered. */
export class ItemIds {
  readonly #mailboxGuid: string;
  readonly #mailboxKey: Buffer;

  constructor(mailboxGuid: string) {
    this.#mailboxGuid = mailboxGuid;
    this.#mailboxKey = createHash('sha256').update(`mailbox:${mailboxGuid}`).digest().subarray(0, 16);
  }

  /** The id of an item, or of one occurrence of a series, in either form. */
  idOf(reference: ItemReference, calendarId: string, form: IdForm): string {
    const tail = Buffer.alloc(8);
    tail.writeUInt32BE(reference.itemNumber, 0);
    tail.writeUInt32BE(Number((reference.date ?? '0').replaceAll('-', '')), 4);
    if (form === 'immutable') {
      return Buffer.concat([immutablePrefix, this.#mailboxKey, tail]).toString('base64url');
    }
    // The folder is part of the default form: that is why such ids change on a move.
    const folder = createHash('sha256').update(`folder:${calendarId}`).digest().subarray(0, 16);
    const bytes = Buffer.concat([
      restPrefix,
      Buffer.from(this.#mailboxGuid, 'latin1'),
      Buffer.from([0x00, 0x46, 0x00]),
      folder,
      Buffer.from([0x07, 0x00]),
      this.#mailboxKey,
      Buffer.from([0, 0, 0, 0, 1, 0x0d, 0, 0]),
      tail,
      Buffer.from([0, 0]),
    ]);
    return `${bytes.toString('base64url')}=`;
  }

  /** Reads an id in the form the request speaks; the other form counts as malformed. */
  read(id: string, form: IdForm): ReadItemId {
    const bytes = Buffer.from(id.replace(/=$/, ''), 'base64url');
    const canonical = form === 'immutable' ? bytes.toString('base64url') : `${bytes.toString('base64url')}=`;
    const prefix = form === 'immutable' ? immutablePrefix : restPrefix;
    const length = form === 'immutable' ? immutablePrefix.byteLength + 24 : 95;
    if (canonical !== id || bytes.byteLength !== length || !bytes.subarray(0, prefix.byteLength).equals(prefix)) {
      return { kind: 'malformed' };
    }
    const keyAt = form === 'immutable' ? immutablePrefix.byteLength : 61;
    const tailAt = form === 'immutable' ? keyAt + 16 : 85;
    if (!bytes.subarray(keyAt, keyAt + 16).equals(this.#mailboxKey)) return { kind: 'foreign' };
    const itemNumber = bytes.readUInt32BE(tailAt);
    const date = String(bytes.readUInt32BE(tailAt + 4)).replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
    return { kind: 'reference', reference: date === '0' ? { itemNumber } : { itemNumber, date } };
  }

  /**
   * Turns an id into another form.
   *
   * @param calendarOf - Folder of an item, which the changing forms contain.
   * @returns undefined for an id that is none of this mailbox in the source form, or of an item that is gone.
   */
  translate(
    id: string,
    source: ExchangeIdFormat,
    target: ExchangeIdFormat,
    calendarOf: (itemNumber: number) => string | undefined,
  ): string | undefined {
    const form: IdForm = source.toLowerCase().includes('immutable') ? 'immutable' : 'rest';
    const read = this.read(toRestForm(id, source, this.#mailboxGuid), form);
    if (read.kind !== 'reference') return undefined;
    const calendarId = calendarOf(read.reference.itemNumber);
    if (calendarId === undefined) return undefined;
    const isImmutable = target.toLowerCase().includes('immutable');
    return fromRestForm(this.idOf(read.reference, calendarId, isImmutable ? 'immutable' : 'rest'), target);
  }

  /** A change key of this mailbox: the ETag without its wrapper. */
  changeKey(version: number): string {
    const tail = Buffer.alloc(6);
    tail.writeUInt32BE(version, 2);
    return Buffer.concat([this.#mailboxKey, tail]).toString('base64');
  }
}

/** What stands before the entry id in the default form: a prefix and the mailbox. */
const restHeadBytes = 43;

function toRestForm(id: string, format: ExchangeIdFormat, mailboxGuid: string): string {
  if (format === 'ewsId') return id.replaceAll('/', '-').replaceAll('+', '_');
  if (format !== 'entryId') return id;
  const head = Buffer.concat([restPrefix, Buffer.from(mailboxGuid, 'latin1'), Buffer.from([0x00, 0x46, 0x00])]);
  return `${Buffer.concat([head, Buffer.from(id, 'base64url')]).toString('base64url')}=`;
}

function fromRestForm(id: string, format: ExchangeIdFormat): string {
  if (format === 'ewsId') return id.replaceAll('-', '/').replaceAll('_', '+');
  return format === 'entryId' ? Buffer.from(id, 'base64url').subarray(restHeadBytes).toString('base64url') : id;
}

/**
 * The global object id of a meeting ([MS-OXOCAL], section 2.2.1.27) as upper-case hexadecimal, the same in all mailboxes.
 *
 * @param createdAtMs - Goes in as a Windows FILETIME.
 */
export function globalObjectId(name: string, createdAtMs: number): string {
  const fileTime = (BigInt(createdAtMs) + 11_644_473_600_000n) * 10_000n;
  const time = Buffer.alloc(8);
  time.writeBigUInt64LE(fileTime);
  const unique = createHash('sha256').update(`meeting:${name}`).digest().subarray(0, 16);
  return `040000008200E00074C5B7101A82E00800000000${time.toString('hex')}000000000000000010000000${unique.toString('hex')}`.toUpperCase();
}

/** The id of one occurrence: the same with its date filled in. */
export function occurrenceObjectId(masterId: string, date: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16BE(Number(date.slice(0, 4)), 0);
  bytes.writeUInt8(Number(date.slice(5, 7)), 2);
  bytes.writeUInt8(Number(date.slice(8, 10)), 3);
  return masterId.slice(0, 32) + bytes.toString('hex').toUpperCase() + masterId.slice(40);
}
