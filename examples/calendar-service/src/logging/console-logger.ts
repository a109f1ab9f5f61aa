import type { Logger } from '@kalends/core';

/** A logger that prints one line an event. `debug` events only when `isVerbose`. */
export function consoleLogger(isVerbose: boolean, print: (line: string) => void = console.log): Logger {
  const line =
    (level: string) =>
    (event: string, fields: object = {}): void => {
      const details = Object.entries(fields).map(([name, value]) => `${name}=${String(value)}`);
      print([`  ${level}`, event, ...details].join(' '));
    };
  return {
    debug: isVerbose ? line('debug') : () => undefined,
    info: line('info '),
    warn: line('warn '),
    error: line('error'),
  };
}
