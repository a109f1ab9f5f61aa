import { PGlite } from '@electric-sql/pglite';
import { pgClient, pgliteClient } from '@kalends/postgres';
import type { SqlClient } from '@kalends/postgres';
import { describeAccountStores } from '@kalends/testing/conformance';
import { afterAll, beforeAll, describe } from 'vitest';
import { describeWithServer } from './kit/describe-with-server.ts';
import { openSubject } from './kit/stores-subject.ts';

const schema = 'conformance';

describe('in this process', () => {
  let database: PGlite;
  beforeAll(async () => {
    database = await PGlite.create();
  }, 60_000);
  afterAll(() => database.close());
  describeAccountStores({
    name: 'postgresStores on PGlite',
    open: () => openSubject(pgliteClient(database), schema),
  });
});

describeWithServer('on a server', (using) => {
  let client: SqlClient;
  beforeAll(() => {
    client = pgClient(using.pool({ max: 12 }));
  });
  describeAccountStores({ name: 'postgresStores on Postgres', open: () => openSubject(client, schema) });
});
