/**
 * Finds a time for three people and a room, and schedules a meeting there: at a meeting service and in a calendar. Both run on
 * loopback. The tool itself talks only to the client's socket, as a plug-in of another program would.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret } from '@kalends/core';
import { findTimes, querySchedules } from '@kalends/core/availability';
import { nodeFetch } from '@kalends/core/node';
import { directTransport } from '@kalends/core/scheduling';
import { graph } from '@kalends/graph';
import { demoCompany, demoEntraClient, startGraphEmulator } from '@kalends/testing';
import { serveClient, socketTransport } from './client-socket.ts';
import { httpMeetingService } from './http-meeting-service.ts';
import { startMeetingServer } from './meeting-server.ts';

const today = new Date().toISOString().slice(0, 10);
const company = demoCompany(today);
const folder = await mkdtemp(join(tmpdir(), 'kalends-scheduling-'));
const emulator = await startGraphEmulator({ company });
try {
  await using meetingServer = await startMeetingServer();
  const marta = { id: 'marta', address: 'marta@tidewater.example' };
  const { refreshToken = '', scope } = emulator.issueTokens({
    person: marta.id,
    scopes: ['openid', 'profile', 'offline_access', 'Calendars.ReadWrite'],
  });
  await using connection = graph({
    clientId: demoEntraClient.clientId,
    clientSecret: demoEntraClient.clientSecret ?? '',
    tenantId: emulator.tenantId,
    authority: emulator.authority,
    graphBaseUrl: emulator.graphBaseUrl,
    allowInsecureLoopback: true,
  }).connect({
    credential: {
      kind: 'oauth',
      provider: 'graph',
      account: { id: emulator.objectIdOf(marta.id), address: marta.address, tenantId: emulator.tenantId },
      scopes: scope.split(' '),
      refreshToken: new Secret(refreshToken),
      issuedAt: new Date().toISOString(),
    },
  });

  const dayMs = 86_400_000;
  const window = {
    start: new Date(Date.parse(today) + dayMs).toISOString(),
    end: new Date(Date.parse(today) + 8 * dayMs).toISOString(),
  };
  // Berlin and Bangalore have working hours in common; whoever is elsewhere comes when possible.
  const [required = [], optional = []] = [true, false].map((isNeeded) =>
    company.people
      .filter(({ id }) => (id === 'marta' || id === 'priya') === isNeeded)
      .map(({ address }) => ({ mailbox: address })),
  );
  const rooms = company.rooms.map(({ address }) => ({ mailbox: address }));
  const mailboxes = [...required, ...optional, ...rooms].map(({ mailbox }) => mailbox);
  const { schedules } = await querySchedules({ queries: [{ connection, mailboxes }], window });
  const { proposals } = findTimes({
    window,
    durationMinutes: 30,
    timeZone: company.timeZone,
    schedules,
    required,
    optional,
    rooms,
    maxProposals: 3,
  });
  for (const { start, freeRooms } of proposals)
    console.log(`${start.dateTime} ${start.timeZone}  ${freeRooms.join(', ')}`);

  const [first] = proposals;
  if (first === undefined) throw new Error('Nobody has time');
  const path = join(folder, 'client.sock');
  const meetings = httpMeetingService({ origin: meetingServer.origin, fetch: nodeFetch() });
  await using _client = await serveClient(path, directTransport({ connection, meetings }));
  const result = await socketTransport(path).schedule({
    meeting: { title: 'Buoy review', time: { kind: 'timed', start: first.start, end: first.end } },
    notify: 'nobody',
    idempotencyKey: `buoy-review-${today}`,
  });
  console.log(JSON.stringify(result));
} finally {
  await emulator.close();
  await rm(folder, { recursive: true });
}
