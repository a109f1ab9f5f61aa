import { apiErrorTable, statusTable } from './error-table.ts';
import type { ErrorRow } from './error-table.ts';
import { oauthErrorTable } from './oauth-error-table.ts';
import type { OAuthErrorRow, OAuthStep } from './oauth-error-table.ts';

/** The first row of the API table that fits one of the reasons, in the order the service gave them. */
export function findApiErrorRow(reasons: readonly string[], status: number | undefined): ErrorRow | undefined {
  for (const reason of reasons) {
    const row = apiErrorTable.find(
      (candidate) => candidate.vendorCode === reason && (candidate.status === undefined || candidate.status === status),
    );
    if (row !== undefined) return row;
  }
  return undefined;
}

/** What a flat error says. */
export interface OAuthFailure {
  readonly error: string;
  readonly subtype?: string | null | undefined;
  /** Compared with what is known, never repeated. */
  readonly description?: string | null | undefined;
}

/** The row of the OAuth table for an error; its subtype says more than the error itself. */
export function findOAuthErrorRow(step: OAuthStep, failure: OAuthFailure): OAuthErrorRow | undefined {
  const { error, subtype, description } = failure;
  const fits = (row: OAuthErrorRow, vendorCode: string | null | undefined): boolean =>
    row.vendorCode === vendorCode &&
    (row.steps?.includes(step) ?? true) &&
    (row.description?.test(description ?? '') ?? true);
  return oauthErrorTable.find((row) => fits(row, subtype)) ?? oauthErrorTable.find((row) => fits(row, error));
}

/** What a status means by itself. */
export function codeOfStatus(status: number): ErrorRow['code'] {
  return status >= 500 ? 'serviceUnavailable' : (statusTable[status] ?? 'invalidResponse');
}
