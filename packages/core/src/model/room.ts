/** A bookable room. @public */
export interface Room {
  /** The address to invite. */
  readonly address: string;
  readonly name: string;
  readonly building?: string;
  readonly floor?: string;
  /** People it holds. */
  readonly capacity?: number;
  /** Equipment in the service's own words, for example `Video`. */
  readonly equipment: readonly string[];
}
