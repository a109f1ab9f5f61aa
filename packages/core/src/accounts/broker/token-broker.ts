import { z } from 'zod';
import { CalendarError } from '../../errors/calendar-error.ts';
import type { CallOptions } from '../../provider/connection.ts';
import { Secret } from '../../runtime/secret.ts';
import { parseOptions } from '../../schemas/options-schemas.ts';
import type { Account } from '../account.ts';
import { accountIdSchema, shortTextSchema } from '../application/account-schemas.ts';
import { contextOf } from '../application/accounts-over.ts';
import type { CalendarAccounts } from '../application/calendar-accounts.ts';
import { disconnected, requireActive } from '../lifecycle/account-errors.ts';
import type { TokenNeed } from '../lifecycle/token-need.ts';
import type { SharedToken } from '../vault/shared-token.ts';
import type { BrokerAnswer } from './broker-answer.ts';
import { brokerMatrix } from './broker-matrix.ts';
import type { BrokerConsumer, BrokerRule } from './broker-matrix.ts';
import { isSameSecret } from './same-secret.ts';

/** Options of {@link TokenBroker.authorize}. @public */
export interface BrokerRequest extends CallOptions {
  /** What the caller has proved to be. */
  readonly consumer: BrokerConsumer;
  readonly accountId: string;
  /** Whose the caller has proved to be; an account of anybody else does not exist for it. */
  readonly ownerId: string;
  /** The caller, as the audit names it; 1 to 256 characters. */
  readonly actor: string;
}

/** Options of {@link TokenBroker.exchangeInvalid}. @public */
export interface ExchangeInvalidRequest extends BrokerRequest {
  /** The access token that the service has refused. */
  readonly token: string | Secret;
  /** JSON of the claims challenge that came with the refusal. */
  readonly claims?: string;
}

/** Hands clients and rooms what they talk to the calendar service with. @public */
export interface TokenBroker {
  /**
   * Gives an access token, or user name and password, as the matrix says.
   *
   * @throws CalendarError `accessDenied` for a consumer that gets calendar data only, or a token that would open other mailboxes
   *   too; `notFound` for an account of somebody else; `disconnected`, `reauthorizationRequired`, `tenantAccessRevoked` and all
   *   others of `AuthorizationSource.get`.
   */
  authorize(request: BrokerRequest): Promise<BrokerAnswer>;
  /**
   * Gives another access token than one that the service has refused. When the reported token is the current one, it is renewed,
   * once for all who report it; when it is an older one, the current one is the answer and nothing is renewed.
   *
   * @throws CalendarError as `authorize`; `unsupported` where the account works with a password.
   */
  exchangeInvalid(request: ExchangeInvalidRequest): Promise<BrokerAnswer>;
}

const maxTokenLength = 65_536;
const maxClaimsLength = 8_192;
const requestSchema = z.strictObject({
  consumer: z.enum(['userClient', 'room', 'connectorDevice']),
  accountId: accountIdSchema,
  ownerId: shortTextSchema,
  actor: shortTextSchema,
  signal: z.instanceof(AbortSignal).exactOptional(),
});
const exchangeSchema = requestSchema.extend({
  token: z
    .custom<string | Secret>((value) => {
      const token: unknown = Secret.is(value) ? value.reveal() : value;
      return typeof token === 'string' && token.length > 0 && token.length <= maxTokenLength;
    }, 'a token is needed')
    .transform((token) => (typeof token === 'string' ? new Secret(token) : token)),
  claims: z.string().max(maxClaimsLength).exactOptional(),
});

/**
 * Makes the broker over an application's accounts.
 *
 * @public
 */
export function tokenBroker(options: { readonly accounts: CalendarAccounts }): TokenBroker {
  const { accounts } = options;
  const context = contextOf(accounts);

  /** The account, if the matrix and its owner let the consumer have something of it. */
  const permitted = async (asked: Asked): Promise<{ readonly account: Account; readonly rule: BrokerRule }> => {
    const account = await accounts.get(asked.accountId);
    if (account === undefined) throw disconnected();
    if (account.ownerId !== asked.ownerId) {
      throw new CalendarError({ code: 'notFound', message: 'The caller has no such account' });
    }
    const rule = brokerMatrix.find(
      ({ consumer, role, credentialKind }) =>
        consumer === asked.consumer && role === account.role && credentialKind === account.credentialKind,
    );
    if (rule === undefined || rule.receives === 'dataOnly') throw refused(account, asked.consumer);
    requireActive(account);
    return { account, rule };
  };

  const handOut = async (account: Account, asked: Asked, shared: SharedToken): Promise<BrokerAnswer> => {
    if (shared.reach !== 'account') throw refused(account, asked.consumer);
    const { actor, consumer: purpose } = asked;
    const action = { action: 'accessToken.export', actor, accountId: account.id, purpose } as const;
    const { token, expiresAtMs } = await context.privileged.reveal(action, async () => shared.authorization);
    const expiresAt = new Date(expiresAtMs).toISOString();
    return { kind: 'accessToken', accountId: account.id, provider: account.provider, token, expiresAt };
  };

  const handOutPassword = async (account: Account, asked: Asked): Promise<BrokerAnswer> => {
    const vault = context.vault.handle(asked.actor, 'export');
    const { id, generation } = account;
    const credential = await vault.exportCredential({ id, generation, purpose: asked.consumer });
    if (credential.kind !== 'basic') throw refused(account, asked.consumer);
    const { username, password } = credential;
    return { kind: 'password', accountId: account.id, provider: account.provider, username, password };
  };

  return {
    async authorize(request) {
      const { signal, ...asked } = parseOptions(requestSchema, request, 'authorize');
      const { account, rule } = await permitted(asked);
      if (rule.receives === 'password') return handOutPassword(account, asked);
      return handOut(account, asked, await context.tokens.of(account.id).shared({ kind: 'fresh' }, account, signal));
    },

    async exchangeInvalid(request) {
      const { signal, token, claims, ...asked } = parseOptions(exchangeSchema, request, 'exchangeInvalid');
      const { account, rule } = await permitted(asked);
      if (rule.receives === 'password') {
        throw new CalendarError({ code: 'unsupported', message: 'A password has no other one to exchange it for' });
      }
      const tokens = context.tokens.of(account.id);
      const current = (await tokens.present(account))?.authorization.token.reveal();
      const isCurrent = current !== undefined && (await isSameSecret(current, token.reveal()));
      const need: TokenNeed = isCurrent ? { kind: 'other', refused: current, claims } : { kind: 'fresh' };
      return handOut(account, asked, await tokens.shared(need, account, signal));
    },
  };
}

type Asked = Pick<BrokerRequest, 'consumer' | 'accountId' | 'ownerId' | 'actor'>;

function refused(account: Account, consumer: BrokerConsumer): CalendarError {
  return new CalendarError({
    code: 'accessDenied',
    message: `A consumer of kind "${consumer}" gets no authorization for this account, only calendar data`,
    provider: account.provider,
  });
}
