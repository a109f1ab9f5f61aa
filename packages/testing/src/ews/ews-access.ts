/**
 * Whether EWS may be used, as an administrator of Exchange sets it (Exchange documentation, "Control access to EWS for
 * mailboxes in Exchange"; for the retirement, "Deprecation of Exchange Web Services in Exchange Online").
 *
 * @public
 */
export interface EwsAccess {
  /** EWSEnabled of the organization; null counts as true until the retirement turns it into false. Default null. */
  readonly organization?: boolean | null;
  /** EWSEnabled by id or address of mailboxes; only false makes a difference. Default: none is set. */
  readonly mailboxes?: Readonly<Record<string, boolean | null>>;
  /** EWSAllowedAppIDs: with `organization` true, the only applications let in. Default: no list. */
  readonly allowedAppIds?: readonly string[];
  /** EwsApplicationAccessPolicy: which programs are let in by their User-Agent. Default: all. */
  readonly userAgents?: {
    readonly policy: 'EnforceAllowList' | 'EnforceBlockList';
    /** Texts to compare with the whole User-Agent; `*` stands for any part. */
    readonly list: readonly string[];
  };
}

/** What a refusal looks like; reports of blocked clients agree on the status only. @public */
export type BlockedAnswerForm = 'empty' | 'html';

/** Settings of {@link EwsGate}. */
export interface EwsGateSettings {
  readonly now: () => number;
  readonly isOnline: boolean;
  /** When the retirement reaches the organization, in milliseconds since the Unix epoch. */
  readonly switchOffAt: number;
}

/** Somebody at the door. */
export interface EwsVisit {
  /** Absent for passwords. */
  readonly clientId: string | undefined;
  readonly userAgent: string;
}

/** Exchange Online: from this day, tenant by tenant, what nobody has set becomes false. */
export const retirementBegins: number = Date.UTC(2026, 9, 1);
/** Exchange Online: from this day nobody has EWS. */
export const retirementEnds: number = Date.UTC(2027, 3, 1);

/** Decides who may use EWS at all, before anything is asked of a mailbox. */
export class EwsGate {
  readonly #settings: EwsGateSettings;
  readonly #seenAppIds = new Set<string>();
  #access: EwsAccess;
  #isSwitchedOff = false;
  #setAt: number;

  constructor(access: EwsAccess, settings: EwsGateSettings) {
    this.#settings = settings;
    this.#access = access;
    this.#setAt = settings.now();
  }

  /** Takes the place of what was set before. An administrator can open EWS again until the retirement ends. */
  set(access: EwsAccess): void {
    this.#access = access;
    this.#setAt = this.#settings.now();
  }

  /** Switches EWS off for a while, whatever is set, as the announced tests before the retirement do. */
  switchOff(isSwitchedOff: boolean): void {
    this.#isSwitchedOff = isSwitchedOff;
  }

  /** Whether the organization lets somebody in. */
  admits({ clientId, userAgent }: EwsVisit): boolean {
    if (this.#isSwitchedOff || !this.#isOrganizationOpen()) return false;
    const { userAgents } = this.#access;
    if (userAgents !== undefined) {
      const isListed = userAgents.list.some((entry) => matches(entry, userAgent));
      if (isListed !== (userAgents.policy === 'EnforceAllowList')) return false;
    }
    if (clientId === undefined) return true;
    const allowed = this.#allowedAppIds();
    if (allowed !== undefined) return allowed.has(clientId.toLowerCase());
    if (this.#settings.now() < this.#settings.switchOffAt) this.#seenAppIds.add(clientId.toLowerCase());
    return true;
  }

  /** Whether a mailbox has EWS, by any of its names. */
  admitsMailbox(names: readonly string[]): boolean {
    return !Object.entries(this.#access.mailboxes ?? {}).some(
      ([who, isEnabled]) => isEnabled === false && names.some((name) => name.toLowerCase() === who.toLowerCase()),
    );
  }

  #isOrganizationOpen(): boolean {
    const { organization = null } = this.#access;
    const { now, isOnline, switchOffAt } = this.#settings;
    if (isOnline && now() >= retirementEnds) return false;
    if (organization !== null) return organization;
    return !(isOnline && now() >= switchOffAt);
  }

  /** The list that holds: the one that was set, or one of the applications seen, for who set true without a list. */
  #allowedAppIds(): ReadonlySet<string> | undefined {
    const { organization, allowedAppIds } = this.#access;
    if (organization !== true) return undefined;
    if (allowedAppIds !== undefined) return new Set(allowedAppIds.map((id) => id.toLowerCase()));
    const { now, isOnline, switchOffAt } = this.#settings;
    // Opening EWS again afterwards is a decision of its own and gets no list.
    return isOnline && now() >= switchOffAt && this.#setAt < switchOffAt ? this.#seenAppIds : undefined;
  }
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(text);
}
