// Runs inside the project that holds the packed packages, on each Node that is checked: `node load-packages.mjs entry …`.
// Plain JavaScript, since the oldest of them does not strip types. Prints the problems as a JSON array.
import { createRequire, registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);

// vitest itself refuses to be required.
const importOnly = new Set(['@kalends/testing/conformance']);
// These are what their names promise: the validation library, time zones, what works with them, emulators, a store that checks
// what it reads.
const mayLoadOthers = new Set([
  '@kalends/core/accounts',
  '@kalends/core/agenda',
  '@kalends/core/availability',
  '@kalends/core/recurrence',
  '@kalends/core/scheduling',
  '@kalends/core/schemas',
  '@kalends/core/time',
  '@kalends/core/transfer',
  '@kalends/postgres',
  '@kalends/testing',
  ...importOnly,
]);

const problems = [];
const imported = new Map();
const required = new Map();

const own = new URL('tarballs/', pathToFileURL(`${import.meta.dirname}/`)).href;
let foreign = [];
registerHooks({
  load(url, context, nextLoad) {
    if (url.startsWith('file:') && !url.startsWith(own)) foreign.push(url);
    return nextLoad(url, context);
  },
});

// Entries that load nothing of others come first: what is loaded already does not show a second time.
for (const entry of process.argv.slice(2).toSorted((a, b) => mayLoadOthers.has(a) - mayLoadOthers.has(b))) {
  await checkFormat(entry, 'import', () => import(entry), imported);
  if (importOnly.has(entry)) continue;
  await checkFormat(entry, 'require', () => require(entry), required);
  const [names, others] = [imported, required].map((modules) =>
    Object.keys(modules.get(entry) ?? {})
      .toSorted()
      .join(' '),
  );
  if (names !== others) problems.push(`${entry} exports ${names} when imported, ${others} when required`);
}

async function checkFormat(entry, format, load, modules) {
  foreign = [];
  try {
    modules.set(entry, await load());
  } catch (error) {
    problems.push(`${format} of ${entry} fails: ${error.message}`);
    return;
  }
  if (Object.keys(modules.get(entry)).length === 0) problems.push(`${format} of ${entry} gives no names`);
  if (foreign.length > 0 && !mayLoadOthers.has(entry)) {
    problems.push(`${format} of ${entry} loads ${foreign.length} modules of other packages, first ${foreign[0]}`);
  }
}

/** Each copy has to know what the other one made; that there are two copies is what makes the question. */
function checkRecognition(entry, name, make) {
  const copies = [imported.get(entry)?.[name], required.get(entry)?.[name]];
  if (copies.includes(undefined)) {
    problems.push(`${entry} has no ${name}`);
    return;
  }
  const [esm, cjs] = copies;
  if (esm === cjs) problems.push(`${name} is one class in both formats: nothing is shown by recognising it`);
  if (!esm.is(make(cjs))) problems.push(`the ESM copy does not recognise a ${name} of the CommonJS copy`);
  if (!cjs.is(make(esm))) problems.push(`the CommonJS copy does not recognise a ${name} of the ESM copy`);
  if (esm.is({}) || cjs.is(new Error('another'))) problems.push(`${name}.is recognises anything`);
}

checkRecognition('@kalends/core', 'CalendarError', (Copy) => new Copy({ code: 'timeout', message: 'late' }));
checkRecognition('@kalends/core', 'Secret', (Copy) => new Copy('value'));
checkRecognition('@kalends/crypto', 'SealError', (Copy) => new Copy('openFailed', 'closed'));

console.log(JSON.stringify(problems));
