#!/usr/bin/env node
import { text } from 'node:stream/consumers';
import { runKeys } from './run-keys.ts';

const { exitCode, output, message } = await runKeys(process.argv.slice(2), async () =>
  (process.env['KALENDS_KEYS'] ?? (await text(process.stdin))).trim(),
);
if (output !== undefined) process.stdout.write(`${output}\n`);
if (message !== undefined) process.stderr.write(`${message}\n`);
process.exitCode = exitCode;
