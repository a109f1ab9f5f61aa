import { applicationAccessCommands } from './application-access-commands.ts';
import type { ApplicationAccessCommands } from './application-access-commands.ts';
import { mailboxCommands } from './mailbox-commands.ts';
import type { MailboxCommands } from './mailbox-commands.ts';

/** Every command that {@link exchangeCommands} writes. @public */
export type ExchangeCommands = ApplicationAccessCommands & MailboxCommands;

/**
 * Writes commands for an administrator's Exchange PowerShell, every argument quoted: what an application can't do itself, it can
 * hand over ready to run. Nothing is executed.
 *
 * Each throws CalendarError `invalidArgument` for empty arguments, malformed ids and text that can't stand on one line.
 *
 * @example
 * ```ts
 * import { exchangeCommands } from '@kalends/core';
 *
 * const lines = exchangeCommands.delegateProfile({
 *   mailbox: 'room-4@example.com',
 *   user: 'service@example.com',
 *   profile: 'minimum',
 * });
 * console.log(lines.join('\n'));
 * ```
 * @public
 */
export const exchangeCommands: ExchangeCommands = { ...applicationAccessCommands, ...mailboxCommands };
