import type { EwsUrlProblem } from './ews-url-check.ts';

/** What each problem means to the person who typed the URL. */
export const urlProblems: Readonly<Record<EwsUrlProblem, { readonly message: string; readonly cure: string }>> = {
  invalid: {
    message: 'This is no address of Exchange Web Services',
    cure: 'Enter an address such as https://mail.example.com/EWS/Exchange.asmx, without a user name, query or fragment.',
  },
  insecure: {
    message: 'The address does not begin with https:',
    cure: 'Enter the https: address. Passwords and calendars are not sent over plain HTTP.',
  },
  path: {
    message: 'The path of the address is not that of Exchange Web Services',
    cure: 'The address ends in /EWS/Exchange.asmx; /owa and /autodiscover are other services.',
  },
  privateAddress: {
    message: 'The host has an address inside a private network',
    cure: 'If that is meant, whoever runs this program names the host as a private one (privateHosts).',
  },
  unreachable: {
    message: 'The host does not answer',
    cure: 'Check the name, the DNS, and that a firewall lets this program through.',
  },
  certificate: {
    message: 'The certificate of the host is not trusted',
    cure: 'Install a valid certificate, or give the private certificate authority (certificateAuthorities).',
  },
  redirected: {
    message: 'The server sends to another address, which is not followed',
    cure: 'Enter the address that it leads to, after a look at whose it is.',
  },
  notFound: {
    message: 'There is nothing at this path of the host',
    cure: 'Check the host: the web site of an organization is often not its Exchange server.',
  },
  blocked: {
    message: 'The server refuses everybody at this address',
    cure: 'An administrator checks that Exchange Web Services is switched on and reachable from outside.',
  },
  notExchange: {
    message: 'What answers at this address is not Exchange Web Services',
    cure: 'Check that no sign-in page or proxy stands in front of /EWS.',
  },
};
