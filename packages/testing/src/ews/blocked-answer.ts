import type { BlockedAnswerForm } from './ews-access.ts';

/** A 403 without SOAP: EWS is switched off for the organization, the mailbox or the application. */
export function blockedAnswer(form: BlockedAnswerForm): {
  readonly status: 403;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
} {
  return form === 'empty'
    ? { status: 403, headers: { 'Restrict-Access-Confirm': '1' }, body: '' }
    : {
        status: 403,
        headers: { 'Content-Type': 'text/html; charset=utf-8' },
        body: '<!DOCTYPE html><html lang="en"><head><title>403 - Forbidden</title></head><body><h2>403 - Forbidden: Access is denied.</h2><p>You do not have permission to view this directory or page using the credentials that you supplied.</p></body></html>',
      };
}
