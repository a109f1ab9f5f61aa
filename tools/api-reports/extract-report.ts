import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Extractor, ExtractorConfig, ExtractorLogLevel, ExtractorMessageCategory } from '@microsoft/api-extractor';
import type { ExtractorMessage } from '@microsoft/api-extractor';
import type { EntryPoint } from './entry-points.ts';

/** A report, and what its tool found wrong with the declarations. */
export interface ExtractedReport {
  readonly entry: EntryPoint;
  readonly text: string;
  /** As `where: what`. */
  readonly problems: readonly string[];
  /** Names that are used or linked to, and that this entry point does not export. */
  readonly missingNames: readonly { readonly name: string; readonly problem: string }[];
}

/**
 * Writes down the public surface of a built entry point.
 *
 * @param typeRoots - Folders that hold the types of the platform, `node` among them.
 * @throws Error when the package is not built.
 */
export function extractReport(entry: EntryPoint, typeRoots: readonly string[]): ExtractedReport {
  if (!existsSync(entry.declarations)) {
    throw new Error(`${entry.declarations} does not exist: run "npm run build" first`);
  }
  const folder = mkdtempSync(join(tmpdir(), 'kalends-api-'));
  try {
    const messages: ExtractorMessage[] = [];
    Extractor.invoke(configOf(entry, folder, typeRoots), {
      localBuild: true,
      messageCallback(message) {
        // Taken as handled: nothing is printed.
        message.handled = true;
        messages.push(message);
      },
    });
    return { entry, text: readFileSync(join(folder, 'entry.api.md'), 'utf8'), ...sorted(entry, messages) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sorted(
  entry: EntryPoint,
  messages: readonly ExtractorMessage[],
): Pick<ExtractedReport, 'problems' | 'missingNames'> {
  const problems: string[] = [];
  const missingNames: { name: string; problem: string }[] = [];
  for (const message of messages) {
    if (message.category === ExtractorMessageCategory.Console || message.logLevel === ExtractorLogLevel.None) continue;
    const problem = `${entry.specifier}: ${message.text} (${message.messageId})`;
    const name = missingNamePatterns.get(message.messageId)?.exec(message.text)?.[1];
    if (name === undefined) problems.push(problem);
    // A name that the extractor made unique: `Credential_2` is the second `Credential` of the file.
    else missingNames.push({ name: name.replace(/_\d+$/, ''), problem });
  }
  return { problems, missingNames };
}

const missingNamePatterns: ReadonlyMap<string, RegExp> = new Map([
  ['ae-forgotten-export', /^The symbol "(\w+)" needs to be exported/],
  ['ae-unresolved-link', /does not have an export "(\w+)"$/],
]);

function configOf(entry: EntryPoint, folder: string, typeRoots: readonly string[]): ExtractorConfig {
  const warn = { default: { logLevel: ExtractorLogLevel.Warning } };
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(entry.packageFolder, 'package.json'),
    configObject: {
      projectFolder: entry.packageFolder,
      mainEntryPointFilePath: entry.declarations,
      newlineKind: 'lf',
      compiler: {
        // What programs that use the packages have: not the settings of this repository, which lead to the sources.
        overrideTsconfig: {
          files: [entry.declarations],
          compilerOptions: {
            target: 'es2024',
            lib: ['es2024', 'esnext.disposable', 'dom', 'dom.iterable', 'dom.asynciterable'],
            module: 'nodenext',
            moduleResolution: 'nodenext',
            strict: true,
            skipLibCheck: true,
            typeRoots,
            types: ['node'],
          },
        },
      },
      apiReport: {
        enabled: true,
        reportFileName: 'entry',
        reportFolder: folder,
        reportTempFolder: join(folder, 'temp'),
      },
      docModel: { enabled: false, projectFolderUrl: '' },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: warn,
        // Members of an options object are documented as `options.window`, which editors read and TSDoc has no word for.
        tsdocMessageReporting: { ...warn, 'tsdoc-param-tag-with-invalid-name': { logLevel: ExtractorLogLevel.None } },
        // The report itself says what is undocumented; see undocumented.ts.
        extractorMessageReporting: { ...warn, 'ae-undocumented': { logLevel: ExtractorLogLevel.None } },
      },
    },
  });
}
