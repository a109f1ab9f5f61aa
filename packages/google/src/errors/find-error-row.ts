import { apiErrorTable, oauthErrorTable, statusTable } from './error-table.ts';
import type { ErrorRow, OAuthErrorRow } from './error-table.ts';

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

/** The row of the OAuth table for an error; its subtype says more than the error itself. */
export function findOAuthErrorRow(error: string, subtype?: string): OAuthErrorRow | undefined {
  return (
    oauthErrorTable.find((row) => row.vendorCode === subtype) ?? oauthErrorTable.find((row) => row.vendorCode === error)
  );
}

/** What a status means by itself. */
export function codeOfStatus(status: number): ErrorRow['code'] {
  return status >= 500 ? 'serviceUnavailable' : (statusTable[status] ?? 'invalidResponse');
}
