/** Where an organization's Exchange is. @public */
export type Deployment = 'cloud' | 'hybrid' | 'onPremises' | 'unknown';

/** Where one mailbox is. @public */
export type MailboxLocation = 'cloud' | 'onPremises' | 'unknown';
