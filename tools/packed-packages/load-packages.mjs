// Runs inside the project that holds the packed packages, on each Node that is checked: `node load-packages.mjs entry …`.
// Plain JavaScript, since the oldest of them does not strip types. Prints the problems as a JSON array.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

// vitest itself refuses to be required.
const importOnly = new Set(['@kalends/testing/conformance']);

const problems = [];
const imported = new Map();
const required = new Map();

for (const entry of process.argv.slice(2)) {
  try {
    imported.set(entry, await import(entry));
    if (Object.keys(imported.get(entry)).length === 0) problems.push(`import of ${entry} gives no names`);
  } catch (error) {
    problems.push(`import of ${entry} fails: ${error.message}`);
  }
  if (importOnly.has(entry)) continue;
  try {
    required.set(entry, require(entry));
    const names = (module) =>
      Object.keys(module ?? {})
        .toSorted()
        .join(' ');
    if (names(required.get(entry)) !== names(imported.get(entry))) {
      problems.push(`${entry} has other names when required: ${names(required.get(entry))}`);
    }
  } catch (error) {
    problems.push(`require of ${entry} fails: ${error.message}`);
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
