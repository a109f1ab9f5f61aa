import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** What a compiler said about the program that uses the packages. */
export interface TypeCheckResult {
  readonly how: string;
  /** The compiler's messages; empty when there are none. */
  readonly messages: string;
}

const compilers = ['typescript', 'typescript-7'];

/** The ways in which TypeScript programs find packages; the extension decides between import and require. */
const resolutions = [
  { how: 'nodenext, ESM', file: 'consumer.mts', options: { module: 'nodenext', moduleResolution: 'nodenext' } },
  { how: 'nodenext, CommonJS', file: 'consumer.cts', options: { module: 'nodenext', moduleResolution: 'nodenext' } },
  { how: 'bundler', file: 'consumer.ts', options: { module: 'esnext', moduleResolution: 'bundler' } },
];

/** Compiles a program that uses the main names of every package against the declarations in the tarballs. */
export function typeCheckConsumer(root: string, project: string): readonly TypeCheckResult[] {
  mkdirSync(join(project, 'node_modules', '@types'), { recursive: true });
  symlinkSync(
    join(root, 'node_modules', '@types', 'node'),
    join(project, 'node_modules', '@types', 'node'),
    'junction',
  );
  return resolutions.flatMap(({ how, file, options }) => {
    copyFileSync(join(import.meta.dirname, 'consumer.ts'), join(project, file));
    writeFileSync(join(project, `tsconfig.${file}.json`), JSON.stringify(configOf(file, options)));
    return compilers.map((compiler) => {
      const arguments_ = [compilerPath(root, compiler), '-p', `tsconfig.${file}.json`, '--pretty', 'false'];
      const { status, stdout, stderr } = spawnSync(process.execPath, arguments_, { cwd: project, encoding: 'utf8' });
      return { how: `${how}, ${compiler}`, messages: status === 0 ? '' : `${stdout}${stderr}` || `exit ${status}` };
    });
  });
}

function configOf(file: string, options: Readonly<Record<string, string>>): object {
  return {
    files: [file],
    compilerOptions: {
      ...options,
      target: 'es2024',
      lib: ['es2024', 'esnext.disposable', 'dom', 'dom.iterable', 'dom.asynciterable'],
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
      // Our own declarations are checked in full, and with them those of the vendors that they name, if any.
      skipLibCheck: false,
    },
  };
}

function compilerPath(root: string, compiler: string): string {
  const manifest = createRequire(join(root, 'package.json')).resolve(`${compiler}/package.json`);
  const { bin } = z.object({ bin: z.object({ tsc: z.string() }) }).parse(JSON.parse(readFileSync(manifest, 'utf8')));
  return join(dirname(manifest), bin.tsc);
}
