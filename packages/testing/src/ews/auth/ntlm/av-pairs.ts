/** Ids of the attributes in target information (MS-NLMP, section 2.2.2.1). */
export const avIds = {
  end: 0,
  computerName: 1,
  domainName: 2,
  dnsComputerName: 3,
  dnsDomainName: 4,
  dnsTreeName: 5,
  flags: 6,
  timestamp: 7,
  targetName: 9,
  channelBindings: 10,
} as const;

/** Bit of the flags attribute: the third message carries an integrity code. */
export const hasIntegrityCodeFlag = 2;

/** Attributes by id. */
export type AvPairs = ReadonlyMap<number, Buffer>;

/** Writes attributes in their order, with the end marker. */
export function writeAvPairs(pairs: Iterable<readonly [number, Uint8Array]>): Buffer {
  const parts: Uint8Array[] = [];
  for (const [id, value] of [...pairs, [avIds.end, new Uint8Array()] as const]) {
    const head = Buffer.alloc(4);
    head.writeUInt16LE(id, 0);
    head.writeUInt16LE(value.byteLength, 2);
    parts.push(head, value);
  }
  return Buffer.concat(parts);
}

/** Reads attributes up to the end marker; nothing when they are cut off. */
export function readAvPairs(bytes: Buffer): AvPairs | undefined {
  const pairs = new Map<number, Buffer>();
  for (let at = 0; at + 4 <= bytes.byteLength;) {
    const id = bytes.readUInt16LE(at);
    const end = at + 4 + bytes.readUInt16LE(at + 2);
    if (id === avIds.end) return pairs;
    if (end > bytes.byteLength) return undefined;
    pairs.set(id, bytes.subarray(at + 4, end));
    at = end;
  }
  return undefined;
}

const epochDifferenceMs = 11_644_473_600_000n;

/** Milliseconds since the Unix epoch as a FILETIME: steps of 100 ns since 1601. */
export function toFileTime(at: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE((BigInt(Math.trunc(at)) + epochDifferenceMs) * 10_000n);
  return bytes;
}

/** A FILETIME as milliseconds since the Unix epoch. */
export function fromFileTime(bytes: Buffer): number {
  return Number(bytes.readBigUInt64LE(0) / 10_000n - epochDifferenceMs);
}
