import { describe, expect, it } from 'vitest';
import { type Control, controls } from '../../src/bot/access.ts';
import type { Actor } from '../../src/bot/request.ts';
import { type ChatPerson, type ChatUnderTest, discordChat, type Kind, postDue, slackChat } from './chats.ts';
import { openTestBot } from './fixture.ts';

/*
 * Every control × every kind of person × every chat. Whoever adds a control has to declare it, and to say in chats.ts how it
 * is used on each platform: neither compiles otherwise.
 */

const people = {
  maker: { id: '101', kind: 'member' },
  administrator: { id: '102', kind: 'administrator' },
  member: { id: '103', kind: 'member' },
  guest: { id: '104', kind: 'guest' },
  stranger: { id: '105', kind: 'stranger' },
} as const satisfies Readonly<Record<string, ChatPerson>>;
type Person = keyof typeof people;

const isOutside: Readonly<Record<Kind, boolean>> = { administrator: false, member: false, guest: true, stranger: true };
/** The line that controls with a line carry: one that is for members. */
const line = 'remind list';

/** Who may use a control by its declaration; the test does not ask the code under test. */
function allowed(control: Control, kind: Kind): boolean {
  const declared: { access?: string; runs?: string } = controls[control];
  // All that is run here, `remind list`, `remind show` and `remind add`, is for members; so is what Share and a page make again.
  const carriesLine = control === 'share' || control === 'page';
  return declared.access === 'everyone' && !carriesLine ? true : !isOutside[kind];
}

const slackPeople = Object.values(people);
const platforms: readonly [string, (bot: Awaited<ReturnType<typeof openTestBot>>) => ChatUnderTest][] = [
  ['Slack', (bot) => slackChat(bot, slackPeople)],
  ['Discord', discordChat],
];

const refusal = /Only members of this team|here as a guest|was not added to this server/;
let nonces = 0;

describe.each(platforms)('on %s', (_name, open) => {
  describe.each(Object.keys(controls) as Control[])('`%s`', (control) => {
    it.each(Object.keys(people) as Person[])('by the %s', async (person) => {
      const bot = await openTestBot();
      const chat = open(bot);
      const where = { team: chat.team, conversation: { id: chat.channel, private: false } };
      const maker: Actor = { id: chat.idOf(people.maker), role: 'member' };
      const made = await bot.askAs(maker, 'remind add every day at 13:00 look', where);
      const reminder = made.answer.title.replace('Reminder ', '');
      const delivery = await postDue(bot, reminder);
      const read = async () => ({
        reminders: await bot.storage.ledger.list(chat.team),
        answers: await bot.storage.ledger.acknowledgements(chat.team, delivery),
      });
      const before = await read();
      nonces += 1;
      const by = people[person];
      const said = await chat.use(control, { by, delivery, reminder, line, nonce: String(nonces) });
      if (said === undefined) return;
      expect(chat.failures()).toBe(0);
      const may = allowed(control, by.kind);
      if (control !== 'completion') expect(refusal.test(said), said).toBe(!may);
      const changes = ['done', 'snooze', 'reminder-form'].includes(control);
      if (may && changes) expect(await read()).not.toEqual(before);
      else expect(await read()).toEqual(before);
      // Nothing of the team's reaches an outsider by any way.
      if (isOutside[by.kind]) expect(said).not.toMatch(new RegExp(`\\b${reminder}\\b.*look|look.*\\b${reminder}\\b`));
    });
  });
});
