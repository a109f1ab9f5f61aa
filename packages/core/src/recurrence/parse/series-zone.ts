/** Zone in which a timed series repeats; `undefined` stands for a series of whole days. */
export type SeriesZone =
  | {
      /** IANA zone. */
      readonly timeZone: string;
      /** False when the service's zone name could not be resolved and UTC stands in for it. */
      readonly isResolved: boolean;
    }
  | undefined;
