import { CalendarError } from '../../errors/calendar-error.ts';
import type { AuditSink, Clock } from '../../runtime/runtime.ts';

/** What somebody may want to do that is audited and can be refused. @public */
export type PrivilegedActionName =
  | 'credential.open'
  | 'credential.export'
  | 'credential.rotate'
  | 'credential.purge'
  | 'accessToken.open'
  | 'accessToken.export'
  | 'secret.open'
  | 'policy.update';

/** One privileged action that is about to happen. @public */
export interface PrivilegedAction {
  readonly action: PrivilegedActionName;
  /** Who asked: a user id, a job's name. */
  readonly actor: string;
  /** Account id; `application` for what belongs to no account; `*` for an action on all records. */
  readonly accountId: string;
  readonly purpose: string;
}

/** Whether a privileged action may happen. @public */
export type PrivilegedDecision =
  | { readonly allowed: true }
  | {
      readonly allowed: false;
      /** For the actor, for example "Sign in with a second factor first". At most 200 characters are shown. */
      readonly reason: string;
    };

/**
 * Decides about privileged actions, for example by a claim that the actor signed in with a second factor. When it rejects, the
 * action is refused.
 *
 * @public
 */
export type AuthorizePrivileged = (action: PrivilegedAction) => Promise<PrivilegedDecision> | PrivilegedDecision;

/** What {@link PrivilegedActions} needs. */
export interface PrivilegedActionsOptions {
  readonly audit: AuditSink;
  readonly clock: Clock;
  readonly authorizePrivileged?: AuthorizePrivileged | undefined;
}

const maxReasonLength = 200;

/** Lets privileged actions happen only when they are allowed and written down. */
export class PrivilegedActions {
  readonly #options: PrivilegedActionsOptions;

  constructor(options: PrivilegedActionsOptions) {
    this.#options = options;
  }

  /**
   * Opens something. The entry is written before the result leaves.
   *
   * @throws CalendarError `accessDenied` when it is refused, `auditFailed` when it could not be written down.
   */
  async reveal<T>(action: PrivilegedAction, open: () => Promise<T>): Promise<T> {
    await this.authorize(action);
    return this.revealAllowed(action, open);
  }

  /** As `reveal`, for one step of an action that was allowed as a whole. */
  async revealAllowed<T>(action: PrivilegedAction, open: () => Promise<T>): Promise<T> {
    const opened = await this.#orFailure(action, open);
    await this.record(action, 'success');
    return opened;
  }

  /**
   * Does what cannot be undone. The entry is written first; when the deed then fails, a second one says so.
   *
   * @throws CalendarError as `reveal`, in both cases before anything happened.
   */
  async commit<T>(action: PrivilegedAction, act: () => Promise<T>): Promise<T> {
    await this.authorize(action);
    await this.record(action, 'success');
    return this.#orFailure(action, act);
  }

  /** @throws CalendarError `accessDenied` when the action is refused, which is written down too. */
  async authorize(action: PrivilegedAction): Promise<void> {
    const decision = await this.#decide(action);
    if (decision.allowed) return;
    await this.record(action, 'failure');
    throw new CalendarError({
      code: 'accessDenied',
      message: `"${action.action}" was refused: ${decision.reason.slice(0, maxReasonLength)}`,
    });
  }

  /** @throws CalendarError `auditFailed` when the sink did not keep the entry. */
  async record(action: PrivilegedAction, outcome: 'success' | 'failure'): Promise<void> {
    const { actor, purpose, accountId } = action;
    const at = new Date(this.#options.clock.now()).toISOString();
    try {
      await this.#options.audit.record({ action: action.action, actor, recordId: accountId, purpose, outcome, at });
    } catch (cause) {
      throw new CalendarError({
        code: 'auditFailed',
        message: `The audit sink did not keep the entry of "${action.action}", so it was not done`,
        cause,
      });
    }
  }

  async #decide(action: PrivilegedAction): Promise<PrivilegedDecision> {
    const { authorizePrivileged } = this.#options;
    if (authorizePrivileged === undefined) return { allowed: true };
    try {
      return await authorizePrivileged(action);
    } catch {
      return { allowed: false, reason: 'it could not be decided' };
    }
  }

  async #orFailure<T>(action: PrivilegedAction, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await this.record(action, 'failure');
      throw error;
    }
  }
}
