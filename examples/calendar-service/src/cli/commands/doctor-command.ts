import { parseArgs } from 'node:util';
import { checkWebhookUrl, silentLogger } from '@kalends/core';
import { nodeFetch } from '@kalends/core/node';
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
  const options: ExamineOptions = values.account === undefined ? {} : { accountId: values.account };
  const report = [
    ...(values.demo === true ? await examineDemo(io, options) : await examineService(io, options)),
    ...(values.webhook === undefined ? [] : [await examineWebhook(values.webhook, io)]),
  ];
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

/** Whether services can call back at an address of ours, and whether anything answers there. */
async function examineWebhook(webhookUrl: string, { clock }: CliIo): Promise<ReportSection> {
  const findings = await checkWebhookUrl({
    webhookUrl,
    service: 'A calendar service',
    calledFrom: 'internet',
    probe: { fetch: nodeFetch(), clock },
  });
  return { subject: 'address for notifications', findings };
}
