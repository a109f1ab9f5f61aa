import type { Credential } from '../../credentials/credential.ts';
import type { AccountRole } from '../account.ts';

/**
 * Who asks the broker: somebody's own desktop or mobile client, a meeting room's device, or a third-party device behind the
 * connector.
 *
 * @public
 */
export type BrokerConsumer = 'userClient' | 'room' | 'connectorDevice';

/** One line of {@link brokerMatrix}. @public */
export interface BrokerRule {
  readonly consumer: BrokerConsumer;
  readonly credentialKind: Credential['kind'];
  /** Whose account it has to be. */
  readonly role: AccountRole;
  /** What the service keeps. */
  readonly stored: 'refreshToken' | 'password' | 'nothing';
  /** What the consumer gets: an access token, user name and password, or calendar data from elsewhere. */
  readonly receives: 'accessToken' | 'password' | 'dataOnly';
}

/**
 * What each kind of consumer gets for each kind of credential. What is not in it is refused; a refresh token is never given.
 *
 * @public
 */
export const brokerMatrix: readonly BrokerRule[] = [
  { consumer: 'userClient', credentialKind: 'oauth', role: 'user', stored: 'refreshToken', receives: 'accessToken' },
  { consumer: 'userClient', credentialKind: 'basic', role: 'user', stored: 'password', receives: 'password' },
  { consumer: 'userClient', credentialKind: 'application', role: 'user', stored: 'nothing', receives: 'accessToken' },
  { consumer: 'room', credentialKind: 'oauth', role: 'room', stored: 'refreshToken', receives: 'accessToken' },
  { consumer: 'room', credentialKind: 'basic', role: 'room', stored: 'password', receives: 'password' },
  { consumer: 'room', credentialKind: 'password', role: 'room', stored: 'password', receives: 'accessToken' },
  { consumer: 'room', credentialKind: 'application', role: 'room', stored: 'nothing', receives: 'accessToken' },
  {
    consumer: 'connectorDevice',
    credentialKind: 'oauth',
    role: 'connector',
    stored: 'refreshToken',
    receives: 'dataOnly',
  },
  { consumer: 'connectorDevice', credentialKind: 'basic', role: 'connector', stored: 'password', receives: 'dataOnly' },
  {
    consumer: 'connectorDevice',
    credentialKind: 'password',
    role: 'connector',
    stored: 'password',
    receives: 'dataOnly',
  },
  {
    consumer: 'connectorDevice',
    credentialKind: 'application',
    role: 'connector',
    stored: 'nothing',
    receives: 'dataOnly',
  },
];
