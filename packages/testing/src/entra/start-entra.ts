import type { EmulatorClock } from '../server/emulator.ts';
import { AssertionLog } from './client-assertion.ts';
import { DeviceCodeStore } from './device-code-store.ts';
import { demoEntraClient } from './entra-client.ts';
import type { EntraContext } from './entra-context.ts';
import { EntraDirectory } from './entra-directory.ts';
import type { EntraOptions } from './entra-options.ts';
import { GrantStore } from './grant-store.ts';
import { LoopDetector } from './loop-detector.ts';
import { mintedValues } from './minted-values.ts';
import { PendingSignIns } from './pending-sign-ins.ts';
import { TokenRequestLog } from './token-request-log.ts';
import { tokenSigner } from './token-signer.ts';

const defaultTenantId = '7a1f2c3e-54d6-4b8a-9c0d-1e2f3a4b5c6d';

/** Sets up an identity provider without users. `origin` is asked for once requests come in. */
export async function startEntra(
  options: EntraOptions,
  clock: EmulatorClock,
  origin: () => string,
): Promise<EntraContext> {
  const tenantId = options.tenantId ?? defaultTenantId;
  const minted = mintedValues(tenantId);
  const signer = await tokenSigner(minted.guidOf('signing-key').replaceAll('-', ''));
  const { loopDetection, assertionReplay = 'refused', userConsent = 'allowed' } = options;
  const directory = new EntraDirectory(clock, tenantId, userConsent, options.clients ?? [demoEntraClient]);
  for (const tenant of options.tenants ?? []) directory.addTenant(tenant.tenantId, tenant.userConsent ?? 'allowed');
  // Registrations may belong to tenants that came after them.
  for (const client of options.clients ?? []) directory.registerClient(client);
  return {
    clock,
    directory,
    grants: new GrantStore(),
    deviceCodes: new DeviceCodeStore(minted),
    pendingSignIns: new PendingSignIns(minted),
    assertions: new AssertionLog(clock, assertionReplay === 'accepted'),
    loops: loopDetection === undefined ? undefined : new LoopDetector(clock, loopDetection),
    log: new TokenRequestLog(),
    minted,
    signer,
    adminApprovalError: options.adminApprovalError ?? 'access_denied',
    tokens: {
      accessTokenLifetimeSeconds: options.accessTokenLifetimeSeconds,
      expiresInForm: options.expiresInForm,
      refreshTokenLifetimeSeconds: options.refreshTokenLifetimeSeconds,
      refreshTokenRotation: options.refreshTokenRotation,
    },
    origin,
  };
}
