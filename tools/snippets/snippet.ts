/** A piece of TypeScript in a document. */
export interface Snippet {
  /** The file it stands in, from the root of the repository. */
  readonly path: string;
  /** The line its code begins on, counted from 1. */
  readonly line: number;
  readonly code: string;
}

/** What a document holds. */
export interface SnippetsOfDocument {
  readonly snippets: readonly Snippet[];
  /** Fences that cannot be read, as `path:line: what is wrong`. */
  readonly problems: readonly string[];
}
