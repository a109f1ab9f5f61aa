/** One number and what it is compared with. */
export interface Measurement {
  /** `suite/what`, for example `seal/webcrypto`. */
  readonly name: string;
  /** The median of the samples, where there are several. */
  readonly value: number;
  /** `ms`, `us`, `MiB`, `MB` or `modules`. */
  readonly unit: string;
  /** What the value is compared with. */
  readonly against: string;
  /** The same measure of that, taken in the same run. */
  readonly baseline: number;
  /** How often the value was measured; what it is compared with, about as long. */
  readonly samples: number;
  /** What the value should stay below, where there is such a promise. */
  readonly limit?: number;
}

/** A group of measurements. */
export interface BenchSuite {
  readonly name: string;
  readonly description: string;
  /** Measures and hands over one result at a time. `wants` says whether a result of this name was asked for. */
  run(wants: (name: string) => boolean): AsyncIterable<Measurement>;
}

/** What is printed with `--json`, one object a line. */
export interface JsonResult {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly against: string;
  /** `value` divided by the same measure of `against`: 2 is twice as slow, or twice as large. */
  readonly ratio: number;
}

/** Reduces a measurement to what `--json` prints. */
export function toJsonResult({ name, value, unit, against, baseline }: Measurement): JsonResult {
  return { name, value: rounded(value), unit, against, ratio: rounded(value / baseline) };
}

/** Writes a measurement as one line for people. */
export function toLine(measurement: Measurement): string {
  const { name, value, unit, against, ratio } = toJsonResult(measurement);
  const { baseline, samples, limit } = measurement;
  const kept = limit === undefined ? '' : `, limit ${limit} ${unit}: ${value <= limit ? 'kept' : 'EXCEEDED'}`;
  const median = samples > 1 ? `, median of ${samples}` : '';
  return `${name.padEnd(38)} ${value} ${unit} = ${ratio} x ${against} (${rounded(baseline)} ${unit}${median})${kept}`;
}

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new RangeError('There is no median of nothing');
  return (lower + upper) / 2;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
