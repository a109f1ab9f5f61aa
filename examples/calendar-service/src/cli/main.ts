import { existsSync } from 'node:fs';
import { systemClock } from '@kalends/core';
import { runCli } from './run-cli.ts';

// The same settings as the service's: from the environment, then from the file beside where it was started.
if (existsSync('.env')) process.loadEnvFile('.env');
process.exitCode = await runCli(process.argv.slice(2), {
  environment: process.env,
  clock: systemClock,
  print: (line) => console.log(line),
  complain: (line) => console.error(line),
});
