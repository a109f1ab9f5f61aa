import { Secret } from '@kalends/core';
import type { AccessPolicy, BasicCredential } from '@kalends/core';
import { conformanceCompany, conformanceNow, manualClock, startExchangeEmulator } from '@kalends/testing';
import type {
  ExchangeEmulator,
  ExchangeEmulatorOptions,
  ManualClock,
  RecordedExchange,
  RecordedRequest,
} from '@kalends/testing';
import { ews } from '../../src/index.ts';
import type { EwsCalendarConnection, EwsSettings } from '../../src/index.ts';

/** An emulator with a clock that stands still, and connections to its mailboxes. */
export interface DirectoryEmulator extends AsyncDisposable {
  readonly emulator: ExchangeEmulator;
  readonly clock: ManualClock;
  /** Opens the mailbox of a person of the company, by id. */
  readonly connect: (
    who: string,
    settings?: Partial<EwsSettings>,
    options?: { readonly policy?: AccessPolicy; readonly mailbox?: string },
  ) => EwsCalendarConnection;
  /** Bodies of the requests for an operation, in order. */
  readonly sent: (operation: string) => readonly string[];
}

/** An account without a mailbox, which opens those of others. */
export const service = {
  id: 'service',
  name: 'Service',
  address: 'service@tidewater.example',
  password: 'service-password-3d',
};

/** Whose password opens a mailbox. */
export function credentialOf(username: string, password: string, address: string = username): BasicCredential {
  return {
    kind: 'basic',
    provider: 'ews',
    account: { id: address, address },
    username: new Secret(username),
    password: new Secret(password),
    issuedAt: conformanceNow,
  };
}

/** Starts one. `watch` sees every exchange, to check it against the contract. */
export async function directoryEmulator(
  watch: (emulator: ExchangeEmulator) => void,
  options: ExchangeEmulatorOptions = {},
): Promise<DirectoryEmulator> {
  const clock = manualClock(conformanceNow);
  const emulator = await startExchangeEmulator({ clock, company: conformanceCompany, ...options });
  watch(emulator);
  const connections: EwsCalendarConnection[] = [];
  return {
    emulator,
    clock,
    connect(
      who: string,
      settings: Partial<EwsSettings> = {},
      connectOptions: { readonly policy?: AccessPolicy; readonly mailbox?: string } = {},
    ) {
      const { runtime, ...others } = settings;
      const provider = ews({
        url: emulator.ewsUrl,
        allowInsecureLoopback: true,
        retry: { maxAttempts: 1 },
        runtime: { clock, random: { bytes: countedBytes() }, ...runtime },
        ...others,
      });
      const person = (options.company ?? conformanceCompany).people.find(({ id }) => id === who);
      const { address, password } = who === service.id ? service : (person ?? missing(who));
      const connection = provider.connect({ credential: credentialOf(address, password), ...connectOptions });
      connections.push(connection);
      return connection;
    },
    sent: (operation: string) => emulator.exchanges.filter(isAbout(operation)).map(({ request }) => request.body),
    async [Symbol.asyncDispose]() {
      for (const connection of connections) await connection.close();
      await emulator.close();
    },
  };
}

/** Whether a request is for an operation. */
export function isRequestFor(operation: string): (request: RecordedRequest) => boolean {
  return ({ body }) => body.includes(`<s:Body><m:${operation}`);
}

function isAbout(operation: string): (exchange: RecordedExchange) => boolean {
  const isFor = isRequestFor(operation);
  return ({ request }) => isFor(request);
}

function missing(who: string): never {
  throw new RangeError(`Nobody is called ${who}`);
}

/** Bytes that differ from call to call; the first two are zero, so that waits before repetitions are short. */
function countedBytes(): (length: number) => Uint8Array {
  let calls = 0;
  return (length) => {
    calls += 1;
    const bytes = new Uint8Array(length);
    if (length >= 6) new DataView(bytes.buffer).setUint32(2, calls);
    return bytes;
  };
}
