import { memoryAccountStores } from '@kalends/core/accounts';
import { describeAccountStores } from '@kalends/testing/conformance';

describeAccountStores({
  name: 'memoryAccountStores',
  async open() {
    let now = Date.UTC(2026, 2, 20);
    const clock = { now: () => now, sleep: () => Promise.resolve() };
    return {
      stores: memoryAccountStores({ clock }),
      passTime: (ms) => Promise.resolve(void (now += ms)),
      close: () => Promise.resolve(),
    };
  },
});
