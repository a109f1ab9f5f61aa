/** One step of the schema. Once it is released its statements never change: what is wrong in it is put right by a later one. */
export interface Migration {
  /** Sorts after all earlier ones, for example `001-accounts`. */
  readonly name: string;
  /** Statements, in order; `schema` is the quoted name. */
  readonly statements: (schema: string) => readonly string[];
}
