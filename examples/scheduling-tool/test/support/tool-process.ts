/**
 * A tool as a process of its own. It says what becomes of a request to somewhere else, then has a meeting scheduled by whoever is on the
 * other end of its standard input and output, and says what became of that. A line each, JSON.
 */
import { createInterface } from 'node:readline';
import { clientTransport } from '@kalends/core/scheduling';

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const read = async (): Promise<string> => String((await lines.next()).value);
const say = (text: string): void => void process.stdout.write(`${text}\n`);

const [elsewhere = ''] = process.argv.slice(2);
const reached = await fetch(elsewhere).then(
  () => true,
  () => false,
);
say(JSON.stringify({ reached }));

const request: Parameters<ReturnType<typeof clientTransport>['schedule']>[0] = JSON.parse(await read());
const tool = clientTransport((message) => {
  say(message);
  return read();
});
say(JSON.stringify(await tool.schedule(request)));
process.stdin.destroy();
