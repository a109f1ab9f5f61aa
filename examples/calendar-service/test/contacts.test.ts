import { conformanceCompany } from '@kalends/testing';
import type { RecordedRequest } from '@kalends/testing';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { connectAsVisitor } from '../src/demo/demo-visitor.ts';
import { startFixture, tokens } from './service-fixture.ts';
import type { ServiceFixture } from './service-fixture.ts';

const person = z.string();
const provider = z.enum(['microsoft', 'google', 'exchange']);
const source = z.enum(['personal', 'directory']);
// Strict at every depth: an id of a service would be one key too many.
const contactsSchema = z.strictObject({
  access: z.enum(['none', 'read', 'readWrite']),
  isComplete: z.boolean(),
  sources: z.array(
    z.discriminatedUnion('outcome', [
      z.strictObject({
        person,
        provider,
        outcome: z.literal('complete'),
        closed: z.array(z.strictObject({ source, reason: z.enum(['policy', 'unavailable', 'denied']) })),
        isCut: z.boolean(),
      }),
      z.strictObject({
        person,
        provider,
        outcome: z.literal('failed'),
        code: z.string(),
        reason: z.string().optional(),
        cure: z.strictObject({ text: z.string(), url: z.string().optional() }).optional(),
      }),
    ]),
  ),
  contacts: z.array(
    z.strictObject({
      person,
      provider,
      source,
      displayName: z.string().optional(),
      givenName: z.string().optional(),
      familyName: z.string().optional(),
      company: z.string().optional(),
      jobTitle: z.string().optional(),
      addresses: z.array(z.string()),
      phoneNumbers: z.array(z.string()),
    }),
  ),
});
type ContactsJson = z.infer<typeof contactsSchema>;

async function contactsOf(fixture: ServiceFixture): Promise<ContactsJson> {
  const response = await fixture.get('/api/contacts');
  expect(response.status).toBe(200);
  return contactsSchema.parse(await response.json());
}

/** One contact in each address book; lists at Google lag behind writes. */
async function fillBooks(fixture: ServiceFixture): Promise<void> {
  const { demo, accounts } = fixture.service;
  demo?.emulators.microsoft.addContact('ada', {
    displayName: 'Dana <b>Whitfield</b>',
    companyName: 'Coastal Labs',
    jobTitle: 'Chemist',
    emailAddresses: [{ name: 'Dana', address: 'dana@coastal-labs.example' }],
  });
  demo?.emulators.google.addContact('ben', {
    givenName: 'Åsa',
    familyName: 'Lind',
    address: 'asa@harbour.example',
    phone: '+46 8 123456',
  });
  const chitra = (await accounts.list({ provider: 'ews' }))[0];
  const connection = await accounts.connection(chitra?.id ?? '');
  await connection.contacts.create({ contact: { displayName: 'Zoe Marsh', addresses: ['zoe@harbour.example'] } });
  await fixture.clock.advance(11_000);
}

/** Every scope that sign-in pages and token endpoints were asked for. */
function scopesAsked(requests: readonly RecordedRequest[]): readonly string[] {
  return requests.flatMap(({ query, body, headers }) => {
    const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
    const inForm = isForm ? (new URLSearchParams(body).get('scope') ?? '') : '';
    return `${query.get('scope') ?? ''} ${inForm}`.split(' ').filter((scope) => scope !== '');
  });
}

function requestsTo({ service }: ServiceFixture): Record<'microsoft' | 'google' | 'exchange', RecordedRequest[]> {
  const of = (name: 'microsoft' | 'google' | 'exchange'): RecordedRequest[] =>
    (service.demo?.emulators[name].exchanges ?? []).map(({ request }) => request);
  return { microsoft: of('microsoft'), google: of('google'), exchange: of('exchange') };
}

const contactScopes = (fixture: ServiceFixture): readonly string[] => {
  const { microsoft, google } = requestsTo(fixture);
  const scopes = scopesAsked([...microsoft, ...google]);
  // Or nothing below would say anything.
  expect(scopes).toEqual(
    expect.arrayContaining([expect.stringMatching(/Calendars\.Read$/), expect.stringMatching(/calendar\.events/)]),
  );
  return [...new Set(scopes.filter((scope) => /contact|people|directory|user\.read/i.test(scope)))].sort();
};

const ada = conformanceCompany.people[0] ?? { address: '', password: '' };
const admin = { authorization: `Bearer ${tokens.admin}`, 'content-type': 'application/json' };

async function putPolicy(fixture: ServiceFixture, providerId: string, policy: object): Promise<Response> {
  const [account] = await fixture.service.accounts.list({ provider: providerId });
  return fixture.get(`/api/admin/accounts/${account?.id ?? ''}/policy`, {
    method: 'PUT',
    headers: admin,
    body: JSON.stringify(policy),
  });
}

describe('with contacts read', () => {
  let fixture: ServiceFixture;

  beforeAll(async () => {
    fixture = await startFixture(undefined, undefined, {
      KALENDS_CONTACTS: 'read',
      KALENDS_ADMIN_TOKEN: tokens.admin,
    });
    await fillBooks(fixture);
  });
  afterAll(() => fixture.close());

  test('sign-in fills both the contact directory and the meeting list', async () => {
    const { isComplete, access, contacts, sources } = await contactsOf(fixture);
    expect([access, isComplete]).toEqual(['read', true]);
    expect(contacts).toMatchObject([
      {
        person: 'Ben',
        provider: 'google',
        displayName: 'Åsa Lind',
        addresses: ['asa@harbour.example'],
        phoneNumbers: ['+46 8 123456'],
      },
      {
        person: 'Ada Brandt',
        provider: 'microsoft',
        displayName: 'Dana <b>Whitfield</b>',
        company: 'Coastal Labs',
        jobTitle: 'Chemist',
        addresses: ['dana@coastal-labs.example'],
      },
      { person: 'Chitra Rao', provider: 'exchange', displayName: 'Zoe Marsh', addresses: ['zoe@harbour.example'] },
    ]);
    // No account lists a directory without more permissions, and Exchange lets its own only be searched.
    const closed = [{ source: 'directory', reason: 'unavailable' }];
    expect(sources).toEqual([
      { person: 'Ada Brandt', provider: 'microsoft', outcome: 'complete', closed, isCut: false },
      { person: 'Ben', provider: 'google', outcome: 'complete', closed, isCut: false },
      { person: 'Chitra Rao', provider: 'exchange', outcome: 'complete', closed, isCut: false },
    ]);
    const meetings = z.object({ isComplete: z.literal(true), events: z.array(z.object({ provider })) });
    const { events } = meetings.parse(await (await fixture.get('/api/agenda?from=2026-03-23&to=2026-04-06')).json());
    expect(new Set(events.map((event) => event.provider)).size).toBe(3);
  });

  test('asks for reading contacts and for nothing more of them', () => {
    expect(contactScopes(fixture)).toEqual(['Contacts.Read', 'https://www.googleapis.com/auth/contacts.readonly']);
  });

  test('the page shows them with texts escaped, and what is closed', async () => {
    const page = await (await fixture.get('/contacts')).text();
    expect(page).toContain('Dana &lt;b&gt;Whitfield&lt;/b&gt;');
    expect(page).toContain('Chemist, Coastal Labs');
    expect(page).toContain('asa@harbour.example · +46 8 123456');
    expect(page).toContain('Ben: the organization’s directory not available through this connection');
    expect(page).toContain('href="/"');
    expect(await (await fixture.get('/?tz=UTC')).text()).toContain('href="/contacts"');
  });

  test('a person whose contacts cannot be read hides nobody else, and is named', async () => {
    const mend = fixture.service.demo?.emulators.google.faults.add({
      times: Infinity,
      when: (request) => request.path.startsWith('/v1/people/'),
      action: { kind: 'respond', status: 403, headers: { 'content-type': 'application/json' }, body: forbidden },
    });
    onTestFinished(() => mend?.());
    const { isComplete, sources, contacts } = await contactsOf(fixture);
    expect(isComplete).toBe(false);
    expect(sources.map(({ outcome }) => outcome)).toEqual(['complete', 'failed', 'complete']);
    expect(sources[1]).toMatchObject({ person: 'Ben', code: 'accessDenied' });
    expect(contacts.map((contact) => contact.person)).toEqual(['Ada Brandt', 'Chitra Rao']);
    const page = await (await fixture.get('/contacts')).text();
    expect(page).toContain('The contacts of Ben could not be read in full (accessDenied)');
    expect(page).toContain('Zoe Marsh');
  });

  test('whose contacts an administrator closes is told apart from whom the account has none for', async () => {
    const closing = await putPolicy(fixture, 'graph', { calendars: 'read', contacts: 'none' });
    expect(await closing.json()).toMatchObject({ kind: 'applied' });
    const before = requestsTo(fixture).microsoft.length;
    const { sources, contacts } = await contactsOf(fixture);
    expect(sources[0]).toMatchObject({ outcome: 'complete', closed: [{ source: 'personal', reason: 'policy' }, {}] });
    expect(contacts.map((contact) => contact.person)).toEqual(['Ben', 'Chitra Rao']);
    expect(requestsTo(fixture).microsoft.length).toBe(before);
    expect(await (await fixture.get('/contacts')).text()).toContain('Ada Brandt: own contacts kept closed by policy');

    // Who connects again gets no more than that.
    await connectAsVisitor(fixture.service.url, 'microsoft', ada);
    expect((await contactsOf(fixture)).contacts.map((contact) => contact.person)).not.toContain('Ada Brandt');
  });

  test('an administrator can allow no more than the service lets itself do', async () => {
    const response = await putPolicy(fixture, 'graph', { calendars: 'read', contacts: 'readWrite' });
    expect([response.status, await response.json()]).toMatchObject([
      403,
      { error: { code: 'policyDenied', cure: {} } },
    ]);
  });
});

describe('with contacts none', () => {
  let fixture: ServiceFixture;

  beforeAll(async () => {
    fixture = await startFixture(undefined, undefined, { KALENDS_ADMIN_TOKEN: tokens.admin });
    await fillBooks(fixture);
  });
  afterAll(() => fixture.close());

  test('the directory is empty, and no service is asked for anything', async () => {
    const before = requestsTo(fixture);
    const { access, isComplete, contacts, sources } = await contactsOf(fixture);
    expect({ access, isComplete, contacts }).toEqual({ access: 'none', isComplete: true, contacts: [] });
    const closed = [
      { source: 'personal', reason: 'policy' },
      { source: 'directory', reason: 'policy' },
    ];
    expect(sources).toMatchObject([{ closed }, { closed }, { closed }]);
    const page = await (await fixture.get('/contacts')).text();
    expect(page).toContain('Nobody is asked for contacts');
    expect(page).not.toContain('Zoe Marsh');
    const after = requestsTo(fixture);
    expect(after.microsoft.length).toBe(before.microsoft.length);
    expect(after.google.length).toBe(before.google.length);
    expect(after.exchange.length).toBe(before.exchange.length);
  });

  test('no contact scope is requested, neither at sign-in nor when somebody connects again', async () => {
    expect(contactScopes(fixture)).toEqual([]);
    const [account] = await fixture.service.accounts.list({ provider: 'graph' });
    await fixture.get(`/connect/microsoft?account=${account?.id ?? ''}`);
    await connectAsVisitor(fixture.service.url, 'microsoft', ada);
    expect(contactScopes(fixture)).toEqual([]);
  });

  test('what was allowed while the service did more is asked for no more, and given up', async () => {
    const [account] = await fixture.service.accounts.list({ provider: 'graph' });
    const id = account?.id ?? '';
    const policy = { calendars: 'read', contacts: 'read' } as const;
    const allow = () => fixture.service.accounts.updatePolicy(id, { policy, actor: 'earlier' });
    expect(await allow()).toMatchObject({ account: { requestedPolicy: policy } });

    const begun = new URL((await fixture.get(`/connect/microsoft?account=${id}`)).headers.get('location') ?? '');
    expect(begun.searchParams.get('scope')).toContain('Calendars.Read');
    expect(begun.searchParams.get('scope')).not.toContain('Contacts');
    await connectAsVisitor(fixture.service.url, 'microsoft', ada);
    const again = await fixture.service.accounts.get(id);
    expect([again?.policy, again?.requestedPolicy]).toEqual([{ calendars: 'read', contacts: 'none' }, undefined]);
  });

  test('an administrator cannot allow any', async () => {
    const response = await putPolicy(fixture, 'graph', { calendars: 'read', contacts: 'read' });
    expect([response.status, await response.json()]).toMatchObject([403, { error: { code: 'policyDenied' } }]);
  });
});

const forbidden = JSON.stringify({ error: { code: 403, status: 'PERMISSION_DENIED', message: 'Forbidden' } });
