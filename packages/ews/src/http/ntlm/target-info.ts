/** An attribute and value of the target information (AV_PAIR). */
export interface AvPair {
  readonly id: number;
  readonly value: Uint8Array;
}

/**
 * Ids of attributes that a client looks at or adds.
 *
 * @see {@link https://learn.microsoft.com/openspecs/windows_protocols/ms-nlmp/83f5e789-660d-4781-8491-5f8c6641f75e | MS-NLMP 2.2.2.1, AV_PAIR}
 */
export const avId = { eol: 0, flags: 6, timestamp: 7, targetName: 9, channelBindings: 10 } as const;

/** Bit of the flags attribute: the answer carries a message integrity code. */
export const hasMicFlag = 2;

/** Reads target information up to its end mark. `undefined` when it is cut off. */
export function readTargetInfo(bytes: Uint8Array): readonly AvPair[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pairs: AvPair[] = [];
  let offset = 0;
  while (offset + 4 <= bytes.length) {
    const id = view.getUint16(offset, true);
    const end = offset + 4 + view.getUint16(offset + 2, true);
    if (id === avId.eol) return pairs;
    if (end > bytes.length) return undefined;
    pairs.push({ id, value: bytes.subarray(offset + 4, end) });
    offset = end;
  }
  return undefined;
}

/** Writes target information with its end mark. */
export function writeTargetInfo(pairs: readonly AvPair[]): Uint8Array {
  const bytes = new Uint8Array(pairs.reduce((sum, { value }) => sum + 4 + value.length, 4));
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const { id, value } of pairs) {
    view.setUint16(offset, id, true);
    view.setUint16(offset + 2, value.length, true);
    bytes.set(value, offset + 4);
    offset += 4 + value.length;
  }
  return bytes;
}
