import { afterEach, expect, it } from 'vitest';
import { type RunningProgram, startProgram } from '../peers/start-program.ts';
import { openStandIn, type StandIn } from './open-stand-in.ts';

let discord: StandIn | undefined;
let program: RunningProgram | undefined;
afterEach(async () => {
  await program?.stop();
  discord?.child.kill();
});

it('shows reminders that are due, in a channel and to a person, and takes what people do with them', async () => {
  discord = openStandIn();
  const { shows, type } = discord;
  program = await startProgram(await discord.settings());
  await shows(/discord> /);

  type('/mdaemon remind add line:in 3 seconds look at the bad queue');
  await shows(/I'll remind you here/);
  await shows(/#general\nReminder.*\nlook at the bad queue\n\[Done\] \[Snooze 1 hour\]/);
  type('press Snooze until …');
  await shows(/form when:…/);
  type('form when:in 2 hours');
  await shows(/#general, edited\n[^[]*Snoozed/i);

  type('/mdaemon remind add line:in 2 seconds call the provider to:@bob');
  await shows(/I'll remind @bob/);
  await shows(/Direct message to @bob\n[^[]*call the provider\n\[Done\]/);
  type('press Done');
  await shows(/Direct message to @bob, edited\n[^[]*Done/);

  type('press Nothing');
  await shows(/There is no “Nothing” to press/);
  type('dm ports imap');
  await shows(/Direct message to @alice\nPorts: IMAP/);
  type('nobody is meant');
  await shows(/answers slash commands, mentions/);
  expect(program.log()).not.toMatch(/"level":50/);
});
