/**
 * The undocumented names of a report that need documentation: every exported name, and every member that can be called.
 * Members that hold data may speak for themselves: `readonly subject: string` gains nothing by a sentence that repeats it.
 *
 * @returns each as the line of the report that declares it
 */
export function undocumented(report: string): readonly string[] {
  const lines = report.split('\n');
  return lines.flatMap((line, index) => {
    if (!/^\s*\/\/ (?:@\w+ )*\(undocumented\)$/.test(line)) return [];
    const declaration = lines[index + 1] ?? '';
    const isMember = declaration.startsWith(' ');
    return !isMember || isCallable(declaration) ? [declaration.trim()] : [];
  });
}

/** `name(…): T`, `[Symbol.x](…): T` and `name: (…) => T`. */
function isCallable(declaration: string): boolean {
  return (
    /^\s*(?:(?:static|get|set) )*(?:[\w$]+|\[[\w.]+\])\??(?:<[^>]*>)?\(/.test(declaration) || / => /.test(declaration)
  );
}
