import type { EmulatorClock } from '../server/emulator.ts';

/** The clock emulators read when they are given no other. */
export const systemClock: EmulatorClock = { now: () => Date.now() };
