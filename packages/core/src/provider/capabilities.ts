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
  };
}
