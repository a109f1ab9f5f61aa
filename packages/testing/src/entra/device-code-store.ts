import type { MintedValues } from './minted-values.ts';
import type { SignIn } from './entra-user.ts';

/** A device waiting for its user. */
export interface DeviceCode {
  readonly deviceCode: string;
  /** What the user types, upper case. */
  readonly userCode: string;
  readonly clientId: string;
  readonly scope: string;
  /** First path segment of the request: decides who may sign in. */
  readonly authority: string;
  readonly isChallengeCapable: boolean;
  /** Milliseconds since the Unix epoch. */
  readonly expiresAt: number;
  status:
    | { readonly kind: 'pending' }
    | { readonly kind: 'declined' }
    | { readonly kind: 'redeemed' }
    | { readonly kind: 'approved'; readonly objectId: string; readonly signIn: SignIn };
}

// Letters that nobody takes for digits.
const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** Devices waiting for their users. */
export class DeviceCodeStore {
  readonly #minted: MintedValues;
  readonly #byDeviceCode = new Map<string, DeviceCode>();

  constructor(minted: MintedValues) {
    this.#minted = minted;
  }

  add(request: Omit<DeviceCode, 'deviceCode' | 'userCode' | 'status'>): DeviceCode {
    const bytes = Buffer.from(this.#minted.opaque(9), 'latin1');
    const userCode = [...bytes].map((byte) => alphabet[byte % alphabet.length] ?? '').join('');
    const device: DeviceCode = {
      ...request,
      deviceCode: this.#minted.opaque(220),
      userCode,
      status: { kind: 'pending' },
    };
    this.#byDeviceCode.set(device.deviceCode, device);
    return device;
  }

  byDeviceCode(deviceCode: string): DeviceCode | undefined {
    return this.#byDeviceCode.get(deviceCode);
  }

  byUserCode(userCode: string): DeviceCode | undefined {
    const wanted = userCode.replaceAll(/[\s-]/g, '').toUpperCase();
    return [...this.#byDeviceCode.values()].findLast((device) => device.userCode === wanted);
  }
}
