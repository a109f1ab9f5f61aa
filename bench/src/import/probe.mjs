// Loads one module in a fresh process and prints what that took: `node probe.mjs <import|require> <module> [list]`. With
// `list` it prints the modules that were loaded instead, since watching them takes time itself.
import { createRequire, registerHooks } from 'node:module';

const [format, specifier, mode] = process.argv.slice(2);
const load = format === 'require' ? createRequire(import.meta.url) : (name) => import(name);

if (mode === 'list') {
  const urls = [];
  registerHooks({
    load(url, context, nextLoad) {
      urls.push(url);
      return nextLoad(url, context);
    },
  });
  await load(specifier);
  console.log(JSON.stringify(urls));
} else {
  const startedAt = performance.now();
  await load(specifier);
  const ms = performance.now() - startedAt;
  console.log(JSON.stringify({ ms, rssMiB: process.memoryUsage.rss() / 2 ** 20 }));
}
