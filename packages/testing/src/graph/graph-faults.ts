import type { Fault } from '../server/faults.ts';
import type { RecordedRequest } from '../server/recorded-exchange.ts';
import { challengeHeader, challengeMessage, popChallenge } from './graph-caller.ts';
import { graphErrorBody } from './graph-error.ts';

/** Which requests a Graph fault hits, and how often. @public */
export interface GraphFaultScope {
  /** Narrows down which Graph requests it applies to. Default: all of them; the identity provider is never hit. */
  readonly when?: (request: RecordedRequest) => boolean;
  /** Default 1. */
  readonly times?: number;
}

/**
 * Things that go wrong at Microsoft Graph, in its own dialect. Add one to an emulator's `faults`.
 *
 * @public
 */
export interface GraphFaults {
  /** 429 `ApplicationThrottled`; without seconds the answer has no `Retry-After`. */
  throttled(retryAfterSeconds?: number, scope?: GraphFaultScope): Fault;
  /** 503 `ServiceUnavailable`. */
  serviceUnavailable(retryAfterSeconds?: number, scope?: GraphFaultScope): Fault;
  /** 504 `GatewayTimeout`. */
  gatewayTimeout(scope?: GraphFaultScope): Fault;
  /** 500 `ErrorInternalServerError`. */
  internalServerError(scope?: GraphFaultScope): Fault;
  /** 401 with a claims challenge, as continuous access evaluation sends it. */
  claimsChallenge(scope?: GraphFaultScope): Fault;
  /** The same with a challenge for proof-of-possession tokens before it in the header. */
  popClaimsChallenge(scope?: GraphFaultScope): Fault;
  /** 401 with an empty message, as sources that an account lacks answer. */
  emptyUnauthorized(scope?: GraphFaultScope): Fault;
  /** 404 `MailboxNotEnabledForRESTAPI`: no Exchange Online mailbox behind the user. */
  mailboxNotEnabled(scope?: GraphFaultScope): Fault;
  /** 404 in its other spelling, `MailboxNotSupportedForRESTAPI`. */
  mailboxNotSupported(scope?: GraphFaultScope): Fault;
  /** 403 `ErrorAccessDenied`. */
  accessDenied(scope?: GraphFaultScope): Fault;
  /** 403 as an Application Access Policy answers. */
  accessPolicyDenied(scope?: GraphFaultScope): Fault;
  /** 400 as sources that personal accounts do not have answer. */
  personalAccountUnsupported(scope?: GraphFaultScope): Fault;
  /** 404 `ErrorItemNotFound`. */
  itemNotFound(scope?: GraphFaultScope): Fault;
  /** 502 with an HTML page from a proxy in between. */
  htmlAnswer(scope?: GraphFaultScope): Fault;
  /** The connection is cut before anything happens. */
  connectionCut(scope?: GraphFaultScope): Fault;
  /** Everything happens, and the connection is cut before the answer. */
  lostAnswer(scope?: GraphFaultScope): Fault;
  /** Everything happens, and the gateway answers 504 all the same. */
  lateGatewayTimeout(scope?: GraphFaultScope): Fault;
  /**
   * Lets a fault hit the `n`-th write (counted from 1) that it would apply to, and no request before it. Items of a batch
   * are writes of their own; in a batch, a cut connection shows as a 504 of the item.
   */
  nthWrite(n: number, fault: Fault): Fault;
}

const requestId = '00000000-0000-4000-8000-000000000000';
// Faults are built without a running emulator, so their stamps are fixed.
const ids = { requestId, clientRequestId: requestId, now: 0 };
const publicAuthority = 'https://login.microsoftonline.com';

/** The faults of Microsoft Graph. @public */
export const graphFaults: GraphFaults = {
  throttled: (seconds, scope) =>
    refusal(429, 'ApplicationThrottled', 'Application is over its MailboxConcurrency limit.', scope, retry(seconds)),
  serviceUnavailable: (seconds, scope) =>
    refusal(503, 'ServiceUnavailable', 'The service is temporarily unavailable.', scope, retry(seconds)),
  gatewayTimeout: (scope) => refusal(504, 'GatewayTimeout', 'The request timed out at the gateway.', scope),
  internalServerError: (scope) =>
    refusal(500, 'ErrorInternalServerError', 'An internal server error occurred. The operation failed.', scope),
  claimsChallenge: (scope) =>
    refusal(401, 'InvalidAuthenticationToken', challengeMessage, scope, {
      'www-authenticate': challengeHeader(publicAuthority, 1_726_258_122),
    }),
  popClaimsChallenge: (scope) =>
    refusal(401, 'InvalidAuthenticationToken', challengeMessage, scope, {
      'www-authenticate': `${popChallenge(publicAuthority)}, ${challengeHeader(publicAuthority, 1_726_258_122)}`,
    }),
  emptyUnauthorized: (scope) => refusal(401, 'UnknownError', '', scope),
  mailboxNotEnabled: (scope) =>
    refusal(
      404,
      'MailboxNotEnabledForRESTAPI',
      'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
      scope,
    ),
  mailboxNotSupported: (scope) =>
    refusal(404, 'MailboxNotSupportedForRESTAPI', 'REST API is not yet supported for this mailbox.', scope),
  accessDenied: (scope) =>
    refusal(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.', scope),
  accessPolicyDenied: (scope) =>
    refusal(
      403,
      'ErrorAccessDenied',
      'Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.',
      scope,
    ),
  personalAccountUnsupported: (scope) =>
    refusal(400, 'BadRequest', 'This API is not supported for MSA accounts.', scope),
  itemNotFound: (scope) => refusal(404, 'ErrorItemNotFound', 'The specified object was not found in the store.', scope),
  htmlAnswer: (scope) => ({
    ...scoped(scope),
    action: {
      kind: 'respond',
      status: 502,
      headers: { 'content-type': 'text/html' },
      body: '<!doctype html><title>502 Bad Gateway</title><h1>Bad Gateway</h1>',
    },
  }),
  connectionCut: (scope) => ({ ...scoped(scope), action: { kind: 'reset', when: 'beforeHandling' } }),
  lostAnswer: (scope) => ({ ...scoped(scope), action: { kind: 'reset', when: 'afterHandling' } }),
  lateGatewayTimeout: (scope) => ({
    ...scoped(scope),
    action: {
      kind: 'rewrite',
      change: () => ({
        status: 504,
        headers: { 'content-type': 'application/json', 'request-id': requestId },
        body: JSON.stringify(graphErrorBody('GatewayTimeout', 'The request timed out at the gateway.', ids)),
      }),
    },
  }),
  nthWrite: (n, fault) => ({
    ...fault,
    skip: n - 1,
    when: (request) => isWrite(request) && (fault.when?.(request) ?? true),
  }),
};

/** Whether a request changes something by itself; an envelope of other requests does not. */
function isWrite({ method, path }: RecordedRequest): boolean {
  const isReadingPost = /\/(?:\$batch|getSchedule|findMeetingTimes|translateExchangeIds)$/i.test(path);
  return path.startsWith('/v1.0/') && method !== 'GET' && !isReadingPost;
}

function refusal(
  status: number,
  code: string,
  message: string,
  scope: GraphFaultScope | undefined,
  headers: Readonly<Record<string, string>> = {},
): Fault {
  return {
    ...scoped(scope),
    action: {
      kind: 'respond',
      status,
      headers: { 'content-type': 'application/json', 'request-id': requestId, ...headers },
      body: JSON.stringify(graphErrorBody(code, message, ids)),
    },
  };
}

function scoped(scope: GraphFaultScope = {}): Pick<Fault, 'when' | 'times'> {
  return {
    when: (request) => request.path.startsWith('/v1.0/') && (scope.when?.(request) ?? true),
    ...(scope.times === undefined ? {} : { times: scope.times }),
  };
}

function retry(seconds: number | undefined): Readonly<Record<string, string>> {
  return seconds === undefined ? {} : { 'retry-after': String(seconds) };
}
