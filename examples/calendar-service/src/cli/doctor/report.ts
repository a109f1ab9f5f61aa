import { CalendarError } from '@kalends/core';
import type { Finding } from '@kalends/core';
import { describeFailure } from '../../describe-failure.ts';

/** Something that was found, in an account or around it. */
export type ReportFinding = Omit<Finding, 'code'> & { readonly code: string };

/** What was found about one thing. */
export interface ReportSection {
  /** `settings`, `keys`, `database`, or an account. */
  readonly subject: string;
  /** Errors first; empty when all is well. */
  readonly findings: readonly ReportFinding[];
}

/** Whether something does not work. */
export function hasErrors(report: readonly ReportSection[]): boolean {
  return report.some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
}

/** What went wrong, as a finding. */
export function findingOf(error: unknown): ReportFinding {
  if (!CalendarError.is(error)) {
    const cure = { text: 'See examples/calendar-service/.env.example for every setting.' };
    return { code: 'invalidConfiguration', severity: 'error', message: describeFailure(error), evidence: {}, cure };
  }
  const {
    code,
    reason,
    status,
    vendorCode,
    message,
    cure = { text: 'Try again; if it stays, look into the log.' },
  } = error;
  const evidence = {
    ...(reason === undefined ? {} : { reason }),
    ...(status === undefined ? {} : { status }),
    ...(vendorCode === undefined ? {} : { vendorCode }),
  };
  return { code, severity: 'error', message, evidence, cure };
}

/** Prints for people: what, what was seen, what to do, with the commands to do it. */
export function printReport(report: readonly ReportSection[], print: (line: string) => void): void {
  for (const { subject, findings } of report) {
    print(`${findings.length === 0 ? 'ok     ' : '       '} ${subject}`);
    for (const { severity, code, message, evidence, cure } of findings) {
      print(`  ${severity.padEnd(7)} ${code}: ${message}`);
      for (const [name, value] of Object.entries(evidence)) {
        print(`          ${name}: ${Array.isArray(value) ? value.join(', ') : String(value)}`);
      }
      print(`          → ${cure.text}`);
      if (cure.url !== undefined) print(`            ${cure.url}`);
      for (const command of cure.commands ?? []) print(`            ${command}`);
    }
  }
  const count = report.flatMap(({ findings }) => findings).length;
  print(count === 0 ? 'Nothing wrong was found.' : `${count} finding${count === 1 ? '' : 's'}.`);
}
