import { CalendarError, checkWebhookUrl } from '@kalends/core';
import type { Credential, Diagnosis, DiagnoseOptions, Finding } from '@kalends/core';
import { formatInstant } from '@kalends/core/time';
import type { PolicyPropagation } from '../access-policy/propagation.ts';
import { checkFolderPermissions } from '../delegation/check-folder-permissions.ts';
import type { Session } from '../ews-session.ts';
import type { ResolvedSettings } from '../ews-settings.ts';
import { getFolder } from '../operations/get-folder.ts';
import { findingOfError } from './finding-of-error.ts';
import type { FailedCheck } from './finding-of-error.ts';
import { folderFindings } from './folder-findings.ts';
import { clockFindings, retirementFinding, versionFindings } from './server-findings.ts';

const maxMailboxes = 100;

/** What a diagnosis looks at. */
export interface DiagnosisSubject {
  readonly session: Session;
  readonly settings: ResolvedSettings;
  readonly principal: string | undefined;
  readonly credentialKind: Credential['kind'] | undefined;
  /** What is known of the access policies for a mailbox; nothing where they do not apply. */
  readonly propagationFor: (mailbox: string) => PolicyPropagation | undefined;
}

const severities: readonly Finding['severity'][] = ['error', 'warning', 'info'];

/** Looks at everything that keeps a mailbox from being read. A failing check is a finding, and the checks after it go on. */
export async function diagnose(
  subject: DiagnosisSubject,
  options: DiagnoseOptions,
  signal: AbortSignal | undefined,
): Promise<Diagnosis> {
  const { mailboxes = [], webhookUrl } = checked(options);
  const { session, settings } = subject;
  const caller = session.exchange.for(undefined);
  const { impersonated, mailbox: named, address } = session.target;
  const calendarIdOf = async (mailbox: string | undefined): Promise<string | undefined> =>
    (await caller.call(getFolder({ name: 'calendar', mailbox }), signal)).FolderId?.Id;
  const run = new DiagnosisRun(subject);
  let openedId: string | undefined;
  let isOwn = named === undefined && impersonated === undefined;

  await run.check('mailbox.open', address, async () => {
    if (address !== undefined) subject.propagationFor(address)?.requireNotDenied();
    openedId = await calendarIdOf(named);
    return [];
  });
  if (named !== undefined) {
    // Somebody who acts with rights on folders of others needs a mailbox of their own.
    await run.check('principal.inbox', subject.principal, async () => {
      await caller.call(getFolder({ name: 'inbox', mailbox: undefined }), signal);
      // The name that signs in need not be the address: one's own mailbox is known by the folder in it.
      isOwn = openedId !== undefined && (await calendarIdOf(undefined)) === openedId;
      return [];
    });
  }
  // In their own mailbox everybody has all rights, and an entry for it stands nowhere.
  const own = isOwn ? address?.toLowerCase() : undefined;
  const others = impersonated === undefined ? [...(named === undefined ? [] : [named]), ...mailboxes] : [];
  for (const mailbox of new Set(others.filter((one) => one.toLowerCase() !== own))) {
    await run.check('folders.permissions', mailbox, async () =>
      folderFindings(
        await checkFolderPermissions(caller, { mailbox, profile: 'minimum', principal: subject.principal }, signal),
      ),
    );
  }
  if (impersonated !== undefined) {
    for (const mailbox of new Set(mailboxes)) {
      await run.check('mailbox.open', mailbox, () => {
        subject.propagationFor(mailbox)?.requireNotDenied();
        return openImpersonated(session, mailbox, signal);
      });
    }
  }
  const nowMs = settings.runtime.clock.now();
  const { clockDifferenceMs, serverVersion, isOnline } = session.exchange;
  await run.check('server.version', undefined, () => Promise.resolve(versionFindings(serverVersion)));
  await run.check('server.clock', undefined, () => Promise.resolve(clockFindings(clockDifferenceMs)));
  await run.check('ews.retirement', undefined, () =>
    Promise.resolve(isOnline ? [retirementFinding(nowMs, settings.url.host)] : []),
  );
  if (webhookUrl !== undefined) {
    await run.check('webhook.url', undefined, () =>
      checkWebhookUrl({ webhookUrl, service: 'Exchange', calledFrom: isOnline ? 'internet' : 'network' }),
    );
  }
  return {
    provider: 'ews',
    checkedAt: formatInstant(nowMs),
    checks: [...run.checks],
    findings: run.findings.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity)),
  };
}

/** Collects checks and what they found. */
class DiagnosisRun {
  readonly checks = new Set<string>();
  readonly findings: Finding[] = [];
  readonly #subject: DiagnosisSubject;

  constructor(subject: DiagnosisSubject) {
    this.#subject = subject;
  }

  async check(name: string, mailbox: string | undefined, action: () => Promise<readonly Finding[]>): Promise<void> {
    this.checks.add(name);
    try {
      this.findings.push(...(await action()));
    } catch (error) {
      const propagation = mailbox === undefined ? undefined : this.#subject.propagationFor(mailbox);
      const explained = propagation?.explain(error) ?? error;
      if (!CalendarError.is(explained) || explained.code === 'aborted' || explained.code === 'disposed')
        throw explained;
      const finding = findingOfError({ error: explained, access: this.#access(), mailbox });
      // The same trouble in every check is one thing to say.
      const isKnown = this.findings.some(
        (known) => known.code === finding.code && known.evidence['mailbox'] === finding.evidence['mailbox'],
      );
      if (!isKnown) this.findings.push(finding);
    }
  }

  #access(): FailedCheck['access'] {
    if (this.#subject.credentialKind === 'application') return 'application';
    return this.#subject.session.target.impersonated === undefined ? 'delegated' : 'impersonation';
  }
}

async function openImpersonated(
  session: Session,
  mailbox: string,
  signal: AbortSignal | undefined,
): Promise<readonly Finding[]> {
  const { client, transport } = session.impersonating(mailbox);
  try {
    await client.for(undefined).call(getFolder({ name: 'calendar', mailbox: undefined }), signal);
    return [];
  } finally {
    await transport.close();
  }
}

const knownOptions = new Set(['webhookUrl', 'mailboxes', 'signal']);

function checked(options: DiagnoseOptions): DiagnoseOptions {
  const invalid = (what: string): CalendarError =>
    new CalendarError({ code: 'invalidArgument', message: `diagnose: ${what}`, provider: 'ews' });
  if (Object.keys(options).some((name) => !knownOptions.has(name))) throw invalid('an option is not known');
  const { mailboxes = [], webhookUrl } = options;
  if (!Array.isArray(mailboxes) || mailboxes.length > maxMailboxes)
    throw invalid(`mailboxes are at most ${maxMailboxes}`);
  if (!mailboxes.every((mailbox) => typeof mailbox === 'string' && /^[^\s@]+@[^\s@]+$/.test(mailbox))) {
    throw invalid('one of the mailboxes is no mail address');
  }
  if (webhookUrl !== undefined && !URL.canParse(webhookUrl)) throw invalid('webhookUrl is no URL');
  return options;
}
