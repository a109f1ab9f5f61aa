import { CalendarError } from '@kalends/core';

/** Exchange's grants open the whole mailbox: which parts an application uses is not Exchange's to hold. */
export function permissionControlUnavailable(operation?: string): CalendarError {
  return new CalendarError({
    code: 'permissionControlUnavailable',
    message:
      'Permissions cannot be chosen for an account that is connected through an EWS URL: it opens the whole mailbox',
    provider: 'ews',
    operation,
    cure: {
      text: 'Switch the EWS URL off for this account, connect it through Microsoft Graph, choose the permissions there and save. To guard against this program alone, give `connect` a policy: that guard is local, Exchange knows nothing of it.',
    },
  });
}
