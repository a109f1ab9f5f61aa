import type { NameResolver, ServiceRecord } from '../network/name-resolver.ts';
import { isHostName } from './mail-domain.ts';

/**
 * The host that the DNS names for Autodiscover: of those on the port of HTTPS the one with the best priority, then weight. The
 * weight is not drawn by lot: one answer is wanted, and the same every time.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc2782 | RFC 2782}
 */
export async function bestService(resolver: NameResolver, domain: string): Promise<string | undefined> {
  const records = await resolver.resolveSrv(`_autodiscover._tcp.${domain}`).catch((): readonly ServiceRecord[] => []);
  const usable = records
    .slice(0, 100)
    .filter(
      ({ port, name }) => port === 443 && /^[a-z\d][a-z\d.-]{0,252}$/i.test(name) && isHostName(withoutDot(name)),
    );
  const [best] = usable.toSorted((a, b) => a.priority - b.priority || b.weight - a.weight);
  return best === undefined ? undefined : withoutDot(best.name).toLowerCase();
}

function withoutDot(name: string): string {
  return name.replace(/\.$/, '');
}
