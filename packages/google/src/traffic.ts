import { CalendarError, trafficLimiter } from '@kalends/core';
import type { Clock, RetryPolicy, TrafficLimiter, TrafficLimits } from '@kalends/core';
import { invalidSetting } from './check-settings.ts';

/**
 * Google publishes 600 requests a minute for one account and 10,000 for a project, and refuses bursts of parallel ones: requests take a
 * third of a second or so, which these stay well below.
 */
const defaultLimits: TrafficLimits = { perMailbox: 5, perApplication: 50 };
const limitNames: ReadonlySet<string> = new Set(Object.keys(defaultLimits));

/**
 * Makes the gate for the requests of one provider.
 *
 * @throws CalendarError `invalidArgument` naming the setting.
 */
export function googleTraffic(
  operation: string,
  settings: { readonly traffic?: Partial<TrafficLimits>; readonly retry?: RetryPolicy },
  clock: Clock,
): TrafficLimiter {
  const { traffic = {}, retry } = settings;
  if (typeof traffic !== 'object' || traffic === null) throw invalidSetting(operation, 'traffic needs limits');
  for (const name of Object.keys(traffic)) {
    if (!limitNames.has(name)) throw invalidSetting(operation, `there is no setting traffic.${name}`);
  }
  try {
    return trafficLimiter({ limits: { ...defaultLimits, ...traffic }, clock, maxWaitMs: retry?.maxWaitMs });
  } catch (error) {
    throw CalendarError.is(error) ? invalidSetting(operation, error.message.replace(/^limits\./, 'traffic.')) : error;
  }
}
