import type { WireErrorDetail } from '../wire/error-body.ts';

/** Quota windows are a minute long unless the metadata names another unit, for example `1/d/{project}`. */
const windowMsByUnit: Readonly<Record<string, number>> = { min: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * How long a quota refusal lasts. No `Retry-After` comes with it, but some name the start of the window that is used up
 * (`window_start_time` in the metadata of google.rpc.ErrorInfo): the wait is what is left of that window.
 *
 * @param nowMs - Milliseconds since the Unix epoch.
 * @returns Milliseconds, or `undefined` when the refusal does not say. A window that is over by our clock says nothing: the
 * clocks differ, and no wait at all would be the wrong answer to a refusal.
 */
export function quotaWaitMs(details: readonly WireErrorDetail[], nowMs: number): number | undefined {
  for (const { metadata } of details) {
    const startMs = instantOf(metadata?.['window_start_time']);
    if (startMs === undefined) continue;
    const waitMs = startMs + windowMsOf(metadata?.['quota_unit']) - nowMs;
    return waitMs > 0 ? waitMs : undefined;
  }
  return undefined;
}

function windowMsOf(quotaUnit: unknown): number {
  const unit = typeof quotaUnit === 'string' ? /^1\/(min|h|d)\b/.exec(quotaUnit)?.[1] : undefined;
  return windowMsByUnit[unit ?? 'min'] ?? 60_000;
}

/** An RFC 3339 timestamp, or seconds since the Unix epoch. */
function instantOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value * 1000 : undefined;
  if (typeof value !== 'string') return undefined;
  if (/^\d{9,11}$/.test(value)) return Number(value) * 1000;
  const ms = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
