import { expect, it } from 'vitest';
import { type Control, controls } from '../../src/bot/access.ts';
import type { Actor } from '../../src/bot/request.ts';
import { createRandom } from '../crash/random.ts';
import { type ChatPerson, type ChatUnderTest, discordChat, postDue, slackChat } from './chats.ts';
import { catalogue, openTestBot, type TestBot } from './fixture.ts';

const acts = 250;
const secret = 'ask for a raise';
const boss: ChatPerson = { id: '201', kind: 'administrator' };
const alice: ChatPerson = { id: '202', kind: 'member' };
const mallory: ChatPerson = { id: '203', kind: 'member' };
const guest: ChatPerson = { id: '204', kind: 'guest' };
const stranger: ChatPerson = { id: '205', kind: 'stranger' };
const people = [boss, alice, mallory, guest, stranger];

it.each<[string, number, (bot: TestBot) => ChatUnderTest]>([
  ['Slack', 104_729, (bot) => slackChat(bot, people)],
  ['Discord', 1_299_709, discordChat],
])('changes nothing of the others’ in 250 lines, presses and forms on %s', async (_name, seed, open) => {
  const bot = await openTestBot();
  const chat = open(bot);
  const { team } = chat;
  const random = createRandom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[random.between(0, items.length - 1)] as Item;
  const actorOf = (person: ChatPerson): Actor => ({
    id: chat.idOf(person),
    role: person.kind === 'administrator' ? 'administrator' : 'member',
  });
  const make = async (person: ChatPerson, line: string) => {
    const where = { team, conversation: { id: chat.channel, private: false } };
    const { outcome, answer } = await bot.askAs(actorOf(person), line, where);
    expect(outcome, answer.lead).toBe('answered');
    return answer.title.replace('Reminder ', '');
  };
  const shared: { id: string; delivery: string }[] = [];
  const hidden: { id: string; delivery: string }[] = [];
  for (const person of [boss, alice]) {
    for (const [list, line] of [
      [shared, 'remind add every day at 13:00 look at the queue'],
      [hidden, `remind add to me every day at 13:00 ${secret}`],
    ] as const) {
      const id = await make(person, line);
      list.push({ id, delivery: await postDue(bot, id) });
    }
  }
  const ids = [...shared, ...hidden].map(({ id }) => id);
  await make(boss, 'settings set zone Asia/Tokyo');
  await make(boss, 'deadlines add 2027-01-15 Renew the certificate');
  await make(boss, 'hosts add mail.example.org');

  const isOthers = (person: string) => people.slice(0, 2).some((each) => chat.idOf(each) === person);
  const everything = async () => ({
    reminders: (await bot.storage.ledger.list(team)).filter(({ createdBy }) => isOthers(createdBy)),
    answers: await Promise.all(
      [...shared, ...hidden].map(({ delivery }) => bot.storage.ledger.acknowledgements(team, delivery)),
    ),
    deadlines: await bot.storage.ledger.listDeadlines(team),
    settings: await bot.storage.teams.settings(team),
    profile: await bot.storage.teams.profile(team),
    administrators: await bot.storage.teams.administrators(team),
    hosts: await bot.storage.teams.hosts(team),
    // Nobody of another organisation, and no guest, has anything here.
    outsiders: (await bot.storage.ledger.list(team)).filter(({ createdBy }) =>
      [guest, stranger].some((each) => chat.idOf(each) === createdBy),
    ),
  });
  const before = await everything();
  expect(before.reminders).toHaveLength(4);
  expect(before.outsiders).toEqual([]);

  const commandLines = catalogue.entries.flatMap(({ leaf }) => leaf.examples);
  const onOthers = ['pause', 'resume', 'remove', 'restore', 'run-now', 'edit', 'show', 'preview'];
  // On what a channel shows Done and Snooze are every member's.
  const isEverybodys = (line: string) => /^remind (?:done|snooze)|^remind \w+ r7k2|^deadlines done/.test(line);
  const lines = () =>
    pick([
      () => `remind ${pick(onOthers)} ${pick(ids)} tomorrow at 9 buy shoes`,
      () => `remind ${pick(['done', 'snooze'])} ${pick(hidden).id}`,
      () => pick(commandLines.filter((line) => !isEverybodys(line))),
      () =>
        pick(['remind list all', 'remind preview', 'status', 'hosts', 'admins', 'settings', 'profile', 'unanswered']),
    ])();
  const all = Object.keys(controls) as Control[];
  let done = 0;
  for (let act = 0; act < acts; act += 1) {
    const by = pick([mallory, mallory, guest, stranger]);
    const control = pick(all);
    const isMember = by.kind === 'member';
    const target =
      isMember && (control === 'done' || control === 'snooze') ? pick(hidden) : pick([...shared, ...hidden]);
    // A delivery of one and a reminder of another, as no button has them.
    const reminder = random.between(0, 9) === 0 ? pick(ids) : target.id;
    const isCrossed = reminder !== target.id && !hidden.some(({ id }) => id === reminder);
    if (isMember && isCrossed && (control === 'done' || control === 'snooze')) continue;
    const line = lines();
    const said = await chat.use(control, { by, delivery: target.delivery, reminder, line, nonce: `${seed}-${act}` });
    if (said === undefined) continue;
    done += 1;
    expect(said, `${act}: ${control} ${line}`).not.toContain(secret);
    if (!isMember) expect(said, `${act}: ${control} ${line}`).not.toContain('look at the queue');
  }
  expect(done).toBeGreaterThan(acts / 2);
  expect(chat.failures()).toBe(0);
  expect(await everything()).toEqual(before);
});
