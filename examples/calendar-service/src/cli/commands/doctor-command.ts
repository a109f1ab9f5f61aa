import { parseArgs } from 'node:util';
import { silentLogger } from '@kalends/core';
import { readServiceConfig } from '../../config/service-config.ts';
import { connectDemoPeople } from '../../demo/connect-demo-people.ts';
import { startService } from '../../start-service.ts';
import type { CliIo, ExitCode } from '../cli-io.ts';
import { examineAccounts } from '../doctor/examine-accounts.ts';
import type { ExamineOptions } from '../doctor/examine-accounts.ts';
import { examineService } from '../doctor/examine-service.ts';
import { hasErrors, printReport } from '../doctor/report.ts';
import type { ReportSection } from '../doctor/report.ts';

/** Examines settings, keys, database and accounts, and says what to do about what is wrong. */
export async function doctorCommand(words: readonly string[], io: CliIo): Promise<ExitCode> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      account: { type: 'string' },
      webhook: { type: 'string' },
      json: { type: 'boolean' },
      demo: { type: 'boolean' },
    },
  });
  const options: ExamineOptions = {
    ...(values.account === undefined ? {} : { accountId: values.account }),
    ...(values.webhook === undefined ? {} : { webhookUrl: values.webhook }),
  };
  const report = values.demo === true ? await examineDemo(io, options) : await examineService(io, options);
  if (values.json === true) io.print(JSON.stringify({ sections: report }, undefined, 2));
  else printReport(report, (line) => io.print(line));
  return hasErrors(report) ? 1 : 0;
}

/** A service of its own on emulators, whatever the environment configures. */
async function examineDemo(io: CliIo, options: ExamineOptions): Promise<readonly ReportSection[]> {
  const config = readServiceConfig({ PORT: '0' });
  await using service = await startService({ config, logger: silentLogger, clock: io.clock });
  const { url, demo } = service;
  if (demo !== undefined) await connectDemoPeople({ url, demo }, (line) => io.complain(line));
  return await examineAccounts(service.accounts, options);
}
