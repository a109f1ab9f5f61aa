import type { Rule } from '../repository.ts';

const lockfile = 'pnpm-lock.yaml';

/** A package comes from the registry that the machine is set to, never from an address in the lockfile. */
export const lockfileAddresses: Rule = {
  title: 'the lockfile names no download addresses',
  check(repository) {
    if (!repository.files.includes(lockfile)) return [{ where: lockfile, what: 'is missing' }];
    return repository
      .read(lockfile)
      .split('\n')
      .flatMap((line, index) =>
        /\bhttps?:\/\//.test(line) ? [{ where: `${lockfile}:${index + 1}`, what: 'holds an http(s) address' }] : [],
      );
  },
};
