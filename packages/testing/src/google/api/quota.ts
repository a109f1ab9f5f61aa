import type { EmulatorClock } from '../../server/emulator.ts';
import { ApiError, rateLimitExceeded } from './api-error.ts';
import type { ApiService } from './api-service.ts';

/** How much may be asked; see "Manage quotas" of the Calendar API. @public */
export interface GoogleQuota {
  /** Requests of one project within a minute, all APIs apart. More are refused with 403 `rateLimitExceeded`. Default: no limit. */
  readonly perMinute?: number;
  /** Requests of one account, one service account or one `quotaUser` through one project within a minute. More are refused with 403 `userRateLimitExceeded`. Default: no limit. */
  readonly perMinuteAndUser?: number;
  /** Requests of one project that are not answered yet. More are refused with 429 `rateLimitExceeded`. Default: no limit. */
  readonly atOnce?: number;
}

const windowMs = 60_000;

/** Counts requests in sliding windows of a minute, as long as there are limits. Parts of a batch count one by one. */
export class QuotaBook {
  limits: GoogleQuota = {};
  readonly #clock: EmulatorClock;
  readonly #taken = new Map<string, number[]>();
  #unanswered = 0;
  #refusals = 0;

  constructor(clock: EmulatorClock) {
    this.#clock = clock;
  }

  /** Counts a request. @throws ApiError when it is one too many; what is refused is not counted. */
  take(service: ApiService, project: string, user: string): void {
    if (Object.keys(this.limits).length === 0) return;
    const ofProject = this.#window(`${service.name} ${project}`);
    const ofUser = this.#window(`${service.name} ${project} ${user}`);
    const now = this.#clock.now();
    if (this.#unanswered > (this.limits.atOnce ?? Infinity)) {
      throw new ApiError(429, 'Rate Limit Exceeded', {
        domain: 'usageLimits',
        reason: 'rateLimitExceeded',
        status: 'RESOURCE_EXHAUSTED',
      });
    }
    if (ofProject.length >= (this.limits.perMinute ?? Infinity)) {
      this.#refusals += 1;
      // Seen of the service: about every third of these refusals names the window.
      throw rateLimitExceeded(service.name, this.#refusals % 3 === 0 ? (ofProject[0] ?? now) : undefined);
    }
    if (ofUser.length >= (this.limits.perMinuteAndUser ?? Infinity)) {
      throw new ApiError(403, 'User Rate Limit Exceeded', { domain: 'usageLimits', reason: 'userRateLimitExceeded' });
    }
    ofProject.push(now);
    ofUser.push(now);
  }

  /** A request came in; call the result when it was answered. */
  begin(): () => void {
    this.#unanswered += 1;
    return () => {
      this.#unanswered -= 1;
    };
  }

  #window(key: string): number[] {
    const since = this.#clock.now() - windowMs;
    const recent = (this.#taken.get(key) ?? []).filter((at) => at > since);
    this.#taken.set(key, recent);
    return recent;
  }
}
