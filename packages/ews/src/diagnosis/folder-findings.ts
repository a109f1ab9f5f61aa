import type { Finding } from '@kalends/core';
import type { FolderPermissionsReport } from '../delegation/folder-permissions-report.ts';

/** Findings of a look at folder permissions. */
export function folderFindings(report: FolderPermissionsReport): readonly Finding[] {
  const { mailbox, principal, folders, otherPrincipals, commands } = report;
  const evidence = { mailbox, ...(principal === undefined ? {} : { principal }) };
  const findings: Finding[] = [];
  const missing = folders.flatMap(({ folder, missing: rights }) => rights.map((right) => `${folder}: ${right}`));
  if (report.isDelegate === false) missing.push('calendar: Delegate');
  if (missing.length > 0) {
    findings.push({
      code: 'folderRightsMissing',
      severity: 'warning',
      message: `Rights on folders of ${mailbox} are missing for the account that signs in`,
      evidence: { ...evidence, profile: report.profile, missing },
      cure: { text: 'An administrator grants the rights in Exchange PowerShell.', commands },
    });
  }
  if (principal !== undefined && otherPrincipals.length > 0) {
    findings.push({
      code: 'principalMismatch',
      severity: 'warning',
      message: `${principal} signs in, and the rights on ${mailbox} were given to ${otherPrincipals.join(', ')}`,
      evidence: { ...evidence, granted: otherPrincipals },
      cure: { text: `Sign in as ${otherPrincipals.join(' or ')}, or grant the rights to ${principal}.`, commands },
    });
  }
  if (report.viewsPrivateItems === false) {
    findings.push({
      code: 'privateItemsHidden',
      severity: 'warning',
      message: `Private items of ${mailbox} are hidden from the account that signs in; they count as busy time`,
      evidence,
      cure: {
        text: 'Grant the right to view private items: in Exchange Online with the flag CanViewPrivateItems, on-premises in Outlook, in the settings of the delegate.',
        commands,
      },
    });
  }
  return findings;
}
