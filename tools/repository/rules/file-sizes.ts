import type { Rule } from '../repository.ts';

const maxBytes = 1024 * 1024;

/** Large files stay in the history for ever and in every clone. */
export const fileSizes: Rule = {
  title: 'no tracked file is larger than 1 MiB',
  check: (repository) =>
    repository.files.flatMap((path) => {
      const bytes = repository.sizeOf(path);
      return bytes > maxBytes ? [{ where: path, what: `is ${bytes} bytes` }] : [];
    }),
};
