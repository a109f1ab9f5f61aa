import { revealSecret } from '@kalends/core';
import { clientAssertion } from '../certificates/client-assertion.ts';
import { loadCertificate, requireInForce } from '../certificates/load-certificate.ts';
import type { LoadedCertificate } from '../certificates/load-certificate.ts';
import type { EntraContext } from '../entra-context.ts';

/** How the application proves itself in one request (RFC 6749, section 2.3; RFC 7523, section 2.2). */
export type ClientProof =
  | { readonly kind: 'none' }
  | { readonly kind: 'secret'; readonly clientSecret: string }
  | { readonly kind: 'assertion'; readonly clientAssertion: string };

const certificates = new WeakMap<EntraContext, Promise<LoadedCertificate>>();

/** The certificate of the settings, read once; a failure is not kept, so that a repaired file counts at the next call. */
export async function certificateOf(context: EntraContext): Promise<LoadedCertificate | undefined> {
  const { certificate, provider } = context;
  if (certificate === undefined) return undefined;
  let loading = certificates.get(context);
  if (loading === undefined) {
    loading = loadCertificate(certificate, provider);
    certificates.set(context, loading);
    loading.catch(() => certificates.delete(context));
  }
  return loading;
}

/** Makes the proof for a request to a tenant's token endpoint. */
export async function clientProof(context: EntraContext, tenantId: string): Promise<ClientProof> {
  const { provider, clientId, runtime } = context;
  const certificate = await certificateOf(context);
  if (certificate !== undefined) {
    requireInForce(certificate.certificate, runtime.clock.now(), provider);
    const audience = tokenEndpoint(context, tenantId);
    return { kind: 'assertion', clientAssertion: await clientAssertion({ clientId, audience, certificate, runtime }) };
  }
  if (context.clientSecret === undefined) return { kind: 'none' };
  return {
    kind: 'secret',
    clientSecret: await revealSecret(context.clientSecret, { provider, setting: 'clientSecret' }),
  };
}

/** URL of a tenant's token endpoint. */
export function tokenEndpoint(context: EntraContext, tenantId: string): string {
  return `${context.authority}/${tenantId}/oauth2/v2.0/token`;
}
