const encoder = new TextEncoder();

/** Orders texts by their UTF-8 bytes, as a database does with the collation `C`; JavaScript's own order is by UTF-16 units. */
export function compareBytes(left: string, right: string): number {
  const a = encoder.encode(left);
  const b = encoder.encode(right);
  for (let index = 0; index < a.length && index < b.length; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
