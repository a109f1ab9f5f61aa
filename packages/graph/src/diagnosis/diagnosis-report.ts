import { CalendarError } from '@kalends/core';
import type { Diagnosis, Finding } from '@kalends/core';
import { providerId } from '../graph-context.ts';
import { findingOfError } from './finding-of-error.ts';

const severities: readonly Finding['severity'][] = ['error', 'warning', 'info'];

/** Collects what checks find; a check that could not be made is a finding too. */
export class DiagnosisReport {
  readonly #checks: string[] = [];
  readonly #findings: Finding[] = [];

  add(findings: readonly Finding[]): void {
    this.#findings.push(...findings);
  }

  /**
   * Makes one check.
   *
   * @param describe - How its failure becomes a finding. Default: {@link findingOfError}.
   * @returns whether it could be made.
   * @throws CalendarError `aborted`, and whatever is no CalendarError.
   */
  async check(
    name: string,
    run: () => Promise<readonly Finding[]>,
    describe: (error: CalendarError) => readonly Finding[] = (error) => [findingOfError(error)],
  ): Promise<boolean> {
    this.#checks.push(name);
    try {
      this.add(await run());
      return true;
    } catch (error) {
      if (!CalendarError.is(error) || error.code === 'aborted') throw error;
      this.add(describe(error));
      return false;
    }
  }

  /** Errors first. */
  toDiagnosis(nowMs: number): Diagnosis {
    return {
      provider: providerId,
      checkedAt: new Date(nowMs).toISOString(),
      checks: [...this.#checks],
      findings: severities.flatMap((severity) => this.#findings.filter((finding) => finding.severity === severity)),
    };
  }
}
