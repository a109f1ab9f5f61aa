/**
 * Prints what three devices of a meeting room show: the screen, the display at the door, the controller on the table. The room is
 * reached with the application's own permissions at an emulated Microsoft 365; nobody's account is involved.
 */
import { instantOfWallTime } from '@kalends/core/time';
import { graph } from '@kalends/graph';
import { demoEntraClient, startGraphEmulator } from '@kalends/testing';
import { loadRoomAgenda } from './load-room-agenda.ts';
import { sampleDay } from './sample-day.ts';
import { controllerView, doorView, screenView } from './room-views.ts';

const today = new Date().toISOString().slice(0, 10);
const company = sampleDay(today);
// In the middle of the first meeting.
const nowMs = instantOfWallTime(`${today}T10:00:00`, company.timeZone);
const emulator = await startGraphEmulator({ company });
try {
  const provider = graph({
    clientId: demoEntraClient.clientId,
    clientSecret: demoEntraClient.clientSecret ?? '',
    tenantId: emulator.tenantId,
    authority: emulator.authority,
    graphBaseUrl: emulator.graphBaseUrl,
    allowInsecureLoopback: true,
  });
  for (const { name, address } of company.rooms) {
    const credential = await provider.signIn.application({ mailbox: address });
    await using connection = provider.connect({ credential });
    const room = { name, timeZone: company.timeZone };
    const agenda = await loadRoomAgenda({ connection, nowMs, timeZone: company.timeZone });
    for (const [title, view] of [
      ['Screen', screenView],
      ['Door', doorView],
      ['Controller', controllerView],
    ] as const) {
      console.log(`--- ${title}\n${view(room, agenda).join('\n')}`);
    }
    console.log();
  }
} finally {
  await emulator.close();
}
