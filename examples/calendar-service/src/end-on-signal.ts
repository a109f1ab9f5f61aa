/** The part of the process that signals come from. */
export interface SignalSource {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  exit(code: number): void;
}

/** How the process is ending. */
export interface Ending {
  /** True from the first signal on: what fails from then on fails because of the end. */
  readonly hasBegun: boolean;
}

/**
 * Ends the process on Ctrl-C and on SIGTERM: `close` runs, then the process exits with 0, or with 1 when closing fails.
 * A second signal exits at once with 130, as shells have it for an interrupted program.
 */
export function endOnSignal(source: SignalSource, close: () => Promise<void>): Ending {
  let hasBegun = false;
  const end = (): void => {
    if (hasBegun) {
      source.exit(130);
      return;
    }
    hasBegun = true;
    close().then(
      () => source.exit(0),
      () => source.exit(1),
    );
  };
  source.on('SIGINT', end);
  source.on('SIGTERM', end);
  return {
    get hasBegun() {
      return hasBegun;
    },
  };
}
