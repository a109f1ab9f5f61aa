import type { ContactSource } from './contact-group.ts';
import type { EventWriteCapabilities } from './event-write-capabilities.ts';

/** Which switches of an `AccessPolicy` a service can hold itself; where it cannot, its grant opens the whole mailbox. @public */
export interface PermissionControl {
  readonly calendars: boolean;
  readonly contacts: boolean;
}

/**
 * What an account at a provider can do. What is not there is refused with `unsupported`, never done in a weaker way.
 *
 * @public
 */
export interface Capabilities {
  readonly permissionControl: PermissionControl;
  /** Groups of calls that exist. */
  readonly calendars: { readonly list: boolean };
  readonly events: {
    readonly list: boolean;
    readonly get: boolean;
    /** Whether an exception always says which occurrence it replaces. */
    readonly recurrenceIdOnExceptions: 'always' | 'sometimes';
    /** Fields of the model this service has no place for. */
    readonly absentFields: readonly string[];
    readonly writes: EventWriteCapabilities;
  };
  readonly freeBusy: { readonly query: boolean };
  readonly rooms: { readonly list: boolean; readonly buildings: boolean };
  readonly contacts: {
    /** Whose contacts can be read; empty when there are none for this account. */
    readonly sources: readonly ContactSource[];
    /** Whether personal contacts can be created, changed and deleted. */
    readonly write: boolean;
    readonly changes: boolean;
    /** Whether `ifVersion` is honoured in changing one. */
    readonly versionGuard: boolean;
  };
}
