import { PGlite } from '@electric-sql/pglite';
import { pgClient, pgliteClient } from '@kalends/postgres';
import type { SqlClient } from '@kalends/postgres';
import { describeAccountStores } from '@kalends/testing/conformance';
import { afterAll, beforeAll, describe } from 'vitest';
import { describeWithServer } from './kit/describe-with-server.ts';
import { openSubject } from './kit/stores-subject.ts';

let count = 0;

function suite(name: string, client: () => SqlClient): void {
  describeAccountStores({
    name,
    open: () => {
      count += 1;
      return openSubject(client(), `conformance_${count}`);
    },
  });
}

describe('in this process', () => {
  let database: PGlite;
  beforeAll(async () => {
    database = await PGlite.create();
  }, 60_000);
  afterAll(() => database.close());
  suite('postgresStores on PGlite', () => pgliteClient(database));
});

describeWithServer('on a server', (using) => {
  let client: SqlClient;
  beforeAll(() => {
    client = pgClient(using.pool({ max: 12 }));
  });
  suite('postgresStores on Postgres', () => client);
});
