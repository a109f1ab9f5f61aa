import ts from 'typescript';

/** A place in a source file. */
export interface Finding {
  readonly text: string;
  /** First line is 1. */
  readonly line: number;
}

/** Parses a TypeScript file; what is in comments and strings is not code, which a search by pattern cannot tell. */
export function parseSource(path: string, code: string): ts.SourceFile {
  return ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
}

/** Every module a file names: static and dynamic imports, re-exports, `import()` types and `require`. */
export function importedModules(source: ts.SourceFile): readonly Finding[] {
  const found: Finding[] = [];
  visit(source, (node) => {
    const specifier = specifierOf(node);
    if (specifier !== undefined) found.push(findingAt(source, specifier, specifier.text));
  });
  return found;
}

function specifierOf(node: ts.Node): ts.StringLiteralLike | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return literal(node.moduleSpecifier);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return literal(node.argument.literal);
  if (!ts.isCallExpression(node)) return undefined;
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isRequire || isImport ? literal(node.arguments[0]) : undefined;
}

function literal(node: ts.Node | undefined): ts.StringLiteralLike | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node : undefined;
}

/** Uses of these global names as values, also through `globalThis`. Types and members of the same name are none. */
export function globalUses(source: ts.SourceFile, names: ReadonlySet<string>): readonly Finding[] {
  const found: Finding[] = [];
  visit(source, (node) => {
    if (ts.isIdentifier(node) && names.has(node.text) && isValueUse(node))
      found.push(findingAt(source, node, node.text));
  });
  return found;
}

function isValueUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) {
    return ts.isIdentifier(parent.expression) && parent.expression.text === 'globalThis';
  }
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isPartOfTypeNode(node) || ts.isTypeReferenceNode(parent) || ts.isQualifiedName(parent)) return false;
  // The name that a declaration, a member or an object literal gives to something.
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if ('name' in parent && parent.name === node) return false;
  return !ts.isImportSpecifier(parent) && !ts.isExportSpecifier(parent);
}

/** Reads of the clock, the random source, timers or the console, written as the code has them. */
export function ambientUses(source: ts.SourceFile): readonly Finding[] {
  const found: Finding[] = [...globalUses(source, new Set(['setTimeout', 'setInterval', 'console']))];
  const report = (node: ts.Node, text: string): void => void found.push(findingAt(source, node, text));
  visit(source, (node) => {
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      const text = `${node.expression.text}.${node.name.text}`;
      if (ambientMembers.has(text)) report(node, text);
    }
    const isBareNew = ts.isNewExpression(node) && (node.arguments?.length ?? 0) === 0;
    if (
      (isBareNew || ts.isCallExpression(node)) &&
      ts.isIdentifier(node.expression) &&
      node.expression.text === 'Date'
    ) {
      report(node, isBareNew ? 'new Date()' : 'Date()');
    }
  });
  return found;
}

const ambientMembers: ReadonlySet<string> = new Set([
  'Date.now',
  'Math.random',
  'performance.now',
  'AbortSignal.timeout',
]);

/** Whether a file re-exports everything of another one, and where. */
export function wildcardExports(source: ts.SourceFile): readonly Finding[] {
  return source.statements
    .filter((statement) => ts.isExportDeclaration(statement))
    .filter((statement) => statement.exportClause === undefined || ts.isNamespaceExport(statement.exportClause))
    .map((statement) => findingAt(source, statement, statement.getText(source)));
}

const testFunctions: ReadonlySet<string> = new Set(['test', 'it', 'describe', 'suite']);

/**
 * The titles of the tests and groups in a test file, those that are switched off left out. The text of a template is
 * taken as it is written, `${…}` included.
 */
export function testTitles(source: ts.SourceFile): readonly string[] {
  const titles: string[] = [];
  const walk = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const call = testCall(node.expression);
      // What is in a switched-off group does not run either.
      if (call === 'off') return;
      const [title] = node.arguments;
      if (call === 'on' && title !== undefined) titles.push(...textsIn(title));
    }
    ts.forEachChild(node, walk);
  };
  walk(source);
  return titles;
}

/** What follows a test function without making it something else. */
const testModifiers: ReadonlySet<string> = new Set([
  'concurrent',
  'each',
  'fails',
  'for',
  'only',
  'runIf',
  'sequential',
  'skip',
  'skipIf',
  'todo',
]);

/**
 * What `test`, `test.each(rows)`, `describe.skip` and the like do, and the `test` of a suite's own surroundings, `company.test`;
 * undefined for every other callee.
 */
function testCall(callee: ts.Expression): 'on' | 'off' | undefined {
  if (ts.isIdentifier(callee)) return testFunctions.has(callee.text) ? 'on' : undefined;
  if (ts.isPropertyAccessExpression(callee)) {
    const { text: name } = callee.name;
    if (!testModifiers.has(name)) return name === 'test' && ts.isIdentifier(callee.expression) ? 'on' : undefined;
    const before = testCall(callee.expression);
    return before !== undefined && (name === 'skip' || name === 'todo') ? 'off' : before;
  }
  if (ts.isCallExpression(callee)) return testCall(callee.expression);
  if (ts.isTaggedTemplateExpression(callee)) return testCall(callee.tag);
  return undefined;
}

function textsIn(title: ts.Expression): readonly string[] {
  if (ts.isStringLiteralLike(title)) return [title.text];
  if (ts.isTemplateExpression(title)) return [title.getText().slice(1, -1)];
  if (ts.isConditionalExpression(title)) return [...textsIn(title.whenTrue), ...textsIn(title.whenFalse)];
  if (ts.isBinaryExpression(title)) {
    const right = textsIn(title.right);
    return textsIn(title.left).flatMap((left) => right.map((end) => left + end));
  }
  return [];
}

function visit(node: ts.Node, seen: (node: ts.Node) => void): void {
  seen(node);
  ts.forEachChild(node, (child) => visit(child, seen));
}

function findingAt(source: ts.SourceFile, node: ts.Node, text: string): Finding {
  return { text, line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1 };
}
