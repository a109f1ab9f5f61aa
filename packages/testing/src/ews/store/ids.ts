import { createHash } from 'node:crypto';
import type { WallTime } from '../time/instants.ts';
import type { Account } from './account.ts';

// Two ids that differ in nothing but the case of their letters: base64 of these is "EWSQ" and "ewsq".
const caseTwins = [Buffer.from('EWSQ', 'base64'), Buffer.from('ewsq', 'base64')];
// Base64 of these bytes is "+//+", so that every id has the characters that are special in URLs.
const awkwardBytes = Buffer.from('+//+', 'base64');
const masterBytes = 113;
const occurrenceMarker = Buffer.from([0x00, 0x10]);

/** Some bytes that depend on nothing but their seed. */
export function hashBytes(seed: string, length: number): Buffer {
  return createHash('sha256').update(seed).digest().subarray(0, length);
}

/** A GUID that depends on nothing but its seed. */
export function guidOf(seed: string): string {
  const hex = hashBytes(seed, 16).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** A security identifier: three numbers for the domain, one for the user. */
export function sidOf(dnsDomain: string, address: string): string {
  const domain = hashBytes(`domain/${dnsDomain.toLowerCase()}`, 12);
  const user = hashBytes(`user/${address.toLowerCase()}`, 2).readUInt16LE(0) + 1000;
  return ['S-1-5-21', ...[0, 4, 8].map((at) => domain.readUInt32LE(at)), user].join('-');
}

/**
 * Makes the id of the item or folder number `number` of a mailbox: 152 characters of base64 that contain the mailbox,
 * with `+`, `/` and `=`. The ids of numbers 2n and 2n + 1 differ in upper and lower case only.
 */
export function makeId(account: Account, kind: 'item' | 'folder', number: number): string {
  const pair = Buffer.alloc(6);
  pair.writeUInt32BE(number >> 1, 0);
  const bytes = Buffer.concat([
    Buffer.from([0x00, 0x03, 0x24, 0x00]),
    Buffer.from(account.mailboxGuid, 'latin1'),
    Buffer.from([0x00, 0x46, 0, 0, 0, 0, 0]),
    hashBytes(`${account.mailboxGuid}/store`, 16),
    Buffer.from([0x07, 0x00]),
    hashBytes(`${account.mailboxGuid}/replica`, 16),
    Buffer.from([0, 0, 1, kind === 'item' ? 0x0d : 0x01, 0, 0]),
    awkwardBytes,
    pair,
    caseTwins[number & 1] ?? Buffer.alloc(3),
    hashBytes(`${account.mailboxGuid}/${kind}/${number >> 1}`, 14),
  ]);
  return bytes.toString('base64');
}

/** Makes the id of an occurrence: the id of its master with the original start behind it. */
export function makeOccurrenceId(masterId: string, wall: WallTime): string {
  const date = Buffer.alloc(8);
  date.writeBigInt64BE(BigInt(wall));
  return Buffer.concat([Buffer.from(masterId, 'base64'), occurrenceMarker, date, Buffer.alloc(1)]).toString('base64');
}

/** Takes an occurrence's id apart; nothing when it is not of that form. */
export function parseOccurrenceId(id: string): { masterId: string; wall: WallTime } | undefined {
  const bytes = Buffer.from(id, 'base64');
  if (bytes.byteLength !== masterBytes + 11 || !bytes.subarray(masterBytes, masterBytes + 2).equals(occurrenceMarker)) {
    return undefined;
  }
  const masterId = bytes.subarray(0, masterBytes).toString('base64');
  const wall = Number(bytes.readBigInt64BE(masterBytes + 2));
  // Decoding forgives what an exact id must not have.
  return makeOccurrenceId(masterId, wall) === id ? { masterId, wall } : undefined;
}

/** Tells whether a text has the outer form of an id. */
export function isWellFormedId(id: string): boolean {
  return id.length >= 16 && id.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(id);
}

/** Makes a change key: another one for every version of an item. */
export function makeChangeKey(account: Account, version: number): string {
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(version);
  return Buffer.concat([
    Buffer.from([0x0f, 0, 0, 0, 0x16, 0, 0, 0]),
    hashBytes(`${account.mailboxGuid}/replica`, 16),
    counter,
  ]).toString('base64');
}

/** The version that a change key was made for; nothing when it is none of this server's. */
export function versionOfChangeKey(changeKey: string): number | undefined {
  const bytes = Buffer.from(changeKey, 'base64');
  return bytes.byteLength === 28 && bytes[0] === 0x0f ? bytes.readUInt32BE(24) : undefined;
}

const globalIdPrefix = '040000008200E00074C5B7101A82E008';

/**
 * Makes a clean GlobalObjectId (MS-OXOCAL, section 2.2.1.27): class, no exception date, creation time, reserved bytes,
 * length and data. Its upper-case hexadecimal digits are the UID.
 */
export function makeGlobalObjectId(seed: string, createdAt: number): Buffer {
  const time = Buffer.alloc(8);
  // FILETIME: 100 ns steps since 1601.
  time.writeBigInt64LE((BigInt(Math.trunc(createdAt)) + 11_644_473_600_000n) * 10_000n);
  const length = Buffer.alloc(4);
  length.writeInt32LE(16);
  return Buffer.concat([
    Buffer.from(globalIdPrefix, 'hex'),
    Buffer.alloc(4),
    time,
    Buffer.alloc(8),
    length,
    hashBytes(`uid/${seed}`, 16),
  ]);
}

const foreignMarker = Buffer.from('vCal-Uid\u0001\0\0\0', 'latin1');

/** Wraps a UID of iCalendar that did not come from Exchange (MS-OXCICAL, section 2.1.3.1.1.20.26). */
function wrapForeignUid(uid: string): Buffer {
  const data = Buffer.concat([foreignMarker, Buffer.from(`${uid}\0`, 'utf8')]);
  const length = Buffer.alloc(4);
  length.writeInt32LE(data.byteLength);
  return Buffer.concat([Buffer.from(globalIdPrefix, 'hex'), Buffer.alloc(20), length, data]);
}

/** The GlobalObjectId that a UID stands for. */
export function globalObjectIdOf(uid: string): Buffer {
  const isNative = /^([0-9A-F]{2}){40,}$/i.test(uid) && uid.toUpperCase().startsWith(globalIdPrefix);
  return isNative ? Buffer.from(uid, 'hex') : wrapForeignUid(uid);
}

/** The UID that a clean GlobalObjectId stands for: a wrapped one, or its own digits. */
export function uidOf(globalObjectId: Buffer): string {
  const data = globalObjectId.subarray(40);
  return data.subarray(0, foreignMarker.byteLength).equals(foreignMarker)
    ? data.subarray(foreignMarker.byteLength, -1).toString('utf8')
    : globalObjectId.toString('hex').toUpperCase();
}

/** The GlobalObjectId of one occurrence: the clean one with the occurrence's original date in it. */
export function withExceptionDate(globalObjectId: Buffer, date: string): Buffer {
  const copy = Buffer.from(globalObjectId);
  copy.writeUInt16BE(Number(date.slice(0, 4)), 16);
  copy.writeUInt8(Number(date.slice(5, 7)), 18);
  copy.writeUInt8(Number(date.slice(8, 10)), 19);
  return copy;
}
