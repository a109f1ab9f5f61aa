/**
 * Runs the benchmarks: `npm run bench [-- <filter>] [--json]`. The filter is part of a suite's or a result's name. With
 * `--json` standard output holds one object a line, `{"name","value","unit","against","ratio"}`, and nothing else.
 */
import { parseArgs } from 'node:util';
import { toJsonResult, toLine } from './measurement.ts';
import { suites } from './suites.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' } } });
const filter = positionals.join(' ');
let results = 0;

for (const suite of suites) {
  const isWhole = suite.name.includes(filter);
  let isAnnounced = false;
  for await (const measurement of suite.run((name) => isWhole || name.includes(filter))) {
    results += 1;
    if (values.json === true) {
      console.log(JSON.stringify(toJsonResult(measurement)));
      continue;
    }
    if (!isAnnounced) console.log(`\n${suite.name}: ${suite.description}`);
    isAnnounced = true;
    console.log(toLine(measurement));
  }
}

if (results === 0) {
  console.error(`Nothing is called ${filter}. Suites: ${suites.map(({ name }) => name).join(', ')}`);
  process.exitCode = 2;
}
