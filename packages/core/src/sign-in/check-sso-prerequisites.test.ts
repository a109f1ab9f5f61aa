import { describe, expect, it } from 'vitest';
import { checkSsoPrerequisites } from './check-sso-prerequisites.ts';
import type { SsoPrerequisites } from './check-sso-prerequisites.ts';

const ready: SsoPrerequisites = { singleSignOn: true, federatedWithEntra: true, deployment: 'cloud' };

describe('checkSsoPrerequisites', () => {
  it.each<[Partial<SsoPrerequisites>, [string, string][]]>([
    [{}, []],
    [{ deployment: 'hybrid' }, []],
    [{ deployment: 'onPremises' }, [['deployment', 'error']]],
    [{ deployment: 'unknown' }, [['deployment', 'warning']]],
    [{ singleSignOn: false }, [['singleSignOn', 'error']]],
    [{ federatedWithEntra: false }, [['federatedWithEntra', 'error']]],
    [
      { singleSignOn: false, federatedWithEntra: false, deployment: 'onPremises' },
      [
        ['singleSignOn', 'error'],
        ['federatedWithEntra', 'error'],
        ['deployment', 'error'],
      ],
    ],
  ])('with %j finds %j', (changes, expected) => {
    const findings = checkSsoPrerequisites({ ...ready, ...changes });
    expect(findings.map(({ evidence, severity }) => [evidence['precondition'], severity])).toEqual(expected);
    expect(findings.every(({ code, cure }) => code === 'ssoNotConfigured' && cure.text !== '')).toBe(true);
  });
});
