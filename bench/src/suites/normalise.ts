import { SaxesParser } from 'saxes';
import { mapInstance as mapGoogleInstance } from '../../../packages/google/src/mapping/event.ts';
import { wireEventsPageSchema } from '../../../packages/google/src/wire/events-page.ts';
import { mapInstance as mapGraphInstance } from '../../../packages/graph/src/mapping/event-mapping.ts';
import { eventPageWireSchema } from '../../../packages/graph/src/wire/event-wire.ts';
import type { BenchSuite, Measurement } from '../measurement.ts';
import { benchEventCount, benchPerson } from '../recorded/bench-company.ts';
import { ewsLibraryReader } from '../recorded/ews-library.ts';
import { recordList } from '../recorded/recorded-list.ts';
import { timeTasks } from '../time-tasks.ts';
import type { Timing } from '../time-tasks.ts';

const timing = { timeMs: 1_500, iterations: 12 };

/**
 * Turning what a service sends into events. `…/list` goes through the public interface, with the transport replaced by one
 * that answers from memory: requests, limits, parsing, schema and mapping. `…/mapping` is parsing, schema and mapping alone.
 */
export const normalise: BenchSuite = {
  name: 'normalise',
  description: `${benchEventCount} events with six attendees and a body each, as the emulators render them, from memory`,
  async *run(wants) {
    for (const [provider, measure] of Object.entries({ graph: measureGraph, google: measureGoogle, ews: measureEws })) {
      // A part of the name can ask for one provider or for one of its results.
      const names = resultNames[provider] ?? [];
      if (names.some(wants)) yield* (await measure()).filter(({ name }) => wants(name));
    }
  },
};

const resultNames: Readonly<Record<string, readonly string[]>> = {
  graph: ['normalise/graph/list', 'normalise/graph/mapping'],
  google: ['normalise/google/list', 'normalise/google/mapping'],
  ews: ['normalise/ews/list-saxes', 'normalise/ews/list-library'],
};

async function measureGraph(): Promise<readonly Measurement[]> {
  const { list, bodies } = await recordList('graph');
  const text = textOf(bodies);
  const around = {
    calendarId: 'c',
    selfAddress: benchPerson.address,
    holder: { isSelf: true, address: benchPerson.address },
    hidesPrivateItems: false,
    parts: { body: true, properties: false, attendees: true, description: true },
  };
  const timings = await timeTasks(
    {
      json: () => JSON.parse(text),
      list,
      mapping: () =>
        all(eventPageWireSchema.parse(JSON.parse(text)).value.map((event) => mapGraphInstance(event, around))),
    },
    timing,
  );
  return jsonResults('graph', timings, text);
}

async function measureGoogle(): Promise<readonly Measurement[]> {
  const { list, bodies } = await recordList('google');
  const text = textOf(bodies);
  const context = {
    calendarId: 'c',
    calendarTimeZone: benchPerson.timeZone,
    viewer: { address: benchPerson.address, isSelfFlagOurs: true },
    include: ['body'],
  } as const;
  const timings = await timeTasks(
    {
      json: () => JSON.parse(text),
      list,
      mapping: () => {
        const { items } = wireEventsPageSchema.parse(JSON.parse(text));
        all((items ?? []).map((event) => mapGoogleInstance(event, context)));
      },
    },
    timing,
  );
  return jsonResults('google', timings, text);
}

function jsonResults(
  provider: string,
  timings: Readonly<Record<'json' | 'list' | 'mapping', Timing>>,
  text: string,
): readonly Measurement[] {
  return (['list', 'mapping'] as const).map((what) => ({
    name: `normalise/${provider}/${what}`,
    value: timings[what].medianMs,
    unit: 'ms',
    against: `JSON.parse of the same ${megabytes(text.length)}`,
    baseline: timings.json.medianMs,
    samples: timings[what].samples,
  }));
}

async function measureEws(): Promise<readonly Measurement[]> {
  const { list, bodies } = await recordList('ews');
  const texts = bodies.map((bytes) => new TextDecoder().decode(bytes));
  const library = ewsLibraryReader(texts);
  const readByLibrary = await library();
  if (readByLibrary < benchEventCount) throw new Error(`ews-javascript-api made ${readByLibrary} items`);
  const timings = await timeTasks({ list, saxes: () => bodies.forEach(parseBare), library }, timing);
  const bytes = bodies.reduce((sum, body) => sum + body.length, 0);
  const result = { value: timings.list.medianMs, unit: 'ms', samples: timings.list.samples };
  const same = `the same ${megabytes(bytes)} in ${bodies.length} answers`;
  return [
    { ...result, name: 'normalise/ews/list-saxes', against: `saxes over ${same}`, baseline: timings.saxes.medianMs },
    {
      ...result,
      name: 'normalise/ews/list-library',
      against: `ews-javascript-api reading ${same}`,
      baseline: timings.library.medianMs,
    },
  ];
}

/** With namespaces and with handlers that do nothing: without any, saxes leaves out part of the work. */
function parseBare(body: Uint8Array): void {
  const parser = new SaxesParser({ xmlns: true, position: false });
  let events = 0;
  const count = (): void => void (events += 1);
  parser.on('opentag', count);
  parser.on('text', count);
  parser.on('closetag', count);
  parser.write(new TextDecoder().decode(body)).close();
  if (events === 0) throw new Error('There was nothing to parse');
}

function all(events: readonly unknown[]): void {
  if (events.length !== benchEventCount) throw new Error(`${events.length} events were mapped`);
}

function textOf(bodies: readonly Uint8Array[]): string {
  const [body, ...others] = bodies;
  if (body === undefined || others.length > 0) throw new Error(`The list took ${bodies.length} answers, not one`);
  return new TextDecoder().decode(body);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
