/** A promise of the code under test, tried with inputs that a seed decides. */
export interface Suite {
  /** What it is called on the command line. */
  readonly name: string;
  /** One sentence: what must hold. */
  readonly description: string;
  /** Seeds tried when the command line does not say. */
  readonly defaultSeeds: number;
  /**
   * Tries one seed. Everything random in it comes from the seed, so that a failure can be repeated.
   *
   * @returns Counts for the summary, for example how many reads ended in an error.
   * @throws Violation when the promise is broken; any other error is a failure too.
   */
  run(seed: number): Promise<Readonly<Record<string, number>>>;
  /** Says the counts of a whole run in lines for a person. Default: the summary is enough. */
  report?(counts: Readonly<Record<string, number>>): readonly string[];
  /** Gives back what its seeds shared. Default: they share nothing. */
  close?(): Promise<void>;
  /** Why it cannot run on this machine; absent when it can. */
  readonly unavailable?: string | undefined;
}

/** The code under test broke its promise. */
export class Violation extends Error {
  override readonly name = 'Violation';
}
