import { join } from 'node:path';
import ts from 'typescript';
import type { Snippet } from './snippet.ts';

/**
 * Type-checks snippets in one program, each as a module of its own, against the sources of the packages and with the
 * compiler settings of the repository. Only names that are never used are allowed: a snippet shows what to do with them.
 *
 * The modules exist in memory, in a folder of `tools/`: that is where every package of the repository resolves by its
 * published name, and no file of the repository by its path.
 *
 * @param root - Folder of the repository.
 * @returns problems as `path:line: message`, with the line in the document
 */
export function typeCheckSnippets(root: string, snippets: readonly Snippet[]): readonly string[] {
  const modules = new Map(
    snippets.map((snippet, index) => [slashed(join(root, 'tools', 'snippets', 'in-memory', `${index}.ts`)), snippet]),
  );
  const options = compilerOptions(root);
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    getCurrentDirectory: () => root,
    fileExists: (path) => modules.has(path) || disk.fileExists(path),
    readFile: (path) => modules.get(path)?.code ?? disk.readFile(path),
    getSourceFile: (path, target, ...others) => {
      const snippet = modules.get(path);
      return snippet === undefined
        ? disk.getSourceFile(path, target, ...others)
        : ts.createSourceFile(path, snippet.code, target, true);
    },
  };

  const program = ts.createProgram([...modules.keys()], options, host);
  const ofSettings = [...program.getOptionsDiagnostics(), ...program.getGlobalDiagnostics()];
  const ofSnippets = [...modules.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
  });
  return [...ofSettings, ...ofSnippets].map((diagnostic) => `${whereOf(diagnostic, modules)}${textOf(diagnostic)}`);
}

function compilerOptions(root: string): ts.CompilerOptions {
  const { config, error } = ts.readConfigFile(join(root, 'tsconfig.base.json'), (path) => ts.sys.readFile(path));
  if (error !== undefined) throw new Error(textOf(error));
  const { options, errors } = ts.parseJsonConfigFileContent({ ...config, files: [] }, ts.sys, root);
  // 18002: the list of files is empty. It is; the snippets are handed over as they are.
  const problem = errors.find(({ code }) => code !== 18_002);
  if (problem !== undefined) throw new Error(textOf(problem));
  return {
    ...options,
    moduleDetection: ts.ModuleDetectionKind.Force,
    noUnusedLocals: false,
    noUnusedParameters: false,
    // A snippet exports nothing that a declaration file would be made of.
    declaration: false,
    isolatedDeclarations: false,
  };
}

function whereOf(diagnostic: ts.Diagnostic, modules: ReadonlyMap<string, Snippet>): string {
  const snippet = diagnostic.file === undefined ? undefined : modules.get(diagnostic.file.fileName);
  if (snippet === undefined || diagnostic.file === undefined) return '';
  const { line } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
  return `${snippet.path}:${snippet.line + line}: `;
}

function textOf(diagnostic: ts.Diagnostic): string {
  return ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n  ');
}

/** The compiler writes paths with forward slashes everywhere. */
function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}
