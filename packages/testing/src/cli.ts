#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { demoCompany, demoPassword } from './company/demo-company.ts';
import { demoEntraClient } from './entra/entra-client.ts';
import { startExchangeEmulator } from './ews/exchange-emulator.ts';
import { demoGoogleClient } from './google/google-client.ts';
import { startGoogleEmulator } from './google/google-emulator.ts';
import { startGraphEmulator } from './graph/start-graph-emulator.ts';
import type { Emulator } from './server/emulator.ts';

const help = `Starts emulators on loopback, filled with a demo company, until Ctrl-C.

  kalends-emulators [graph] [google] [exchange] [options]

  --graph-port <n>      default: chosen by the system
  --google-port <n>
  --exchange-port <n>
  --redirect-uri <uri>  allow this redirect URI for the demo clients; may be repeated
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'graph-port': { type: 'string', default: '0' },
    'google-port': { type: 'string', default: '0' },
    'exchange-port': { type: 'string', default: '0' },
    'redirect-uri': { type: 'string', multiple: true, default: [] },
    help: { type: 'boolean', default: false },
  },
});
const known = ['graph', 'google', 'exchange'];
const unknown = positionals.filter((name) => !known.includes(name));

if (values.help || unknown.length > 0) {
  console.log(help);
  process.exit(values.help ? 0 : 2);
}

const wanted = new Set(positionals.length === 0 ? known : positionals);
const company = demoCompany(new Date().toISOString().slice(0, 10));
const running: Emulator[] = [];

if (wanted.has('graph')) {
  const graph = await startGraphEmulator({ company, port: Number(values['graph-port']) });
  for (const uri of values['redirect-uri']) graph.registerRedirectUri(uri);
  running.push(graph);
  console.log(`Entra + Graph  ${graph.graphBaseUrl}  authority ${graph.authority}  client ${demoEntraClient.clientId}`);
}
if (wanted.has('google')) {
  const google = await startGoogleEmulator({ company, port: Number(values['google-port']) });
  for (const uri of values['redirect-uri']) google.registerRedirectUri(uri);
  running.push(google);
  console.log(`Google         ${google.origin}  client ${demoGoogleClient.clientId}`);
}
if (wanted.has('exchange')) {
  const exchange = await startExchangeEmulator({ company, port: Number(values['exchange-port']) });
  running.push(exchange);
  console.log(`Exchange       ${exchange.ewsUrl}`);
}
console.log(`People         ${company.people.map((person) => person.address).join(', ')}; password ${demoPassword}`);

const stop = (): void => {
  Promise.all(running.map((emulator) => emulator.close())).then(
    () => process.exit(0),
    () => process.exit(1),
  );
};
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
