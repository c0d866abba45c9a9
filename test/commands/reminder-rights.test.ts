import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor, Reference, Request } from '../../src/bot/request.ts';
import type { Poster, PostNeeds, Target } from '../../src/reminders/ledger.ts';
import { createStrictPeer } from '../reminders/strict-peer.ts';
import { openTestBot } from './fixture.ts';

const team = 'slack:T1';
const alice: Actor = { id: 'U_ALICE', role: 'member' };
const bob: Actor = { id: 'U_BOB', role: 'member' };
const boss: Actor = { id: 'U_BOSS', role: 'administrator' };

const channels = { id: 'C_OPS', private: false };
const people = ['U_ALICE', 'U_BOB', 'U_BOSS', 'U_1', 'U_2', 'U_3', 'U_4', 'U_5', 'U_6'];
const references: readonly Reference[] = [
  { shown: '#ops', kind: 'channel', id: 'C_OPS' },
  { shown: '#board', kind: 'channel', id: 'C_BOARD' },
  ...people.map((id) => ({ shown: `@${id.slice(2).toLowerCase()}`, kind: 'person' as const, id })),
];

let bot: Awaited<ReturnType<typeof openTestBot>>;
let asked: { readonly target: Target; readonly needs: PostNeeds | undefined }[];
/** Who is in the channel of the board. */
let board: Set<string>;

beforeEach(async () => {
  bot = await openTestBot();
  asked = [];
  board = new Set(['U_BOSS']);
  const poster: Poster = {
    ...createStrictPeer().poster,
    async check(_team, target, needs) {
      asked.push({ target, needs });
      const isOut = target.id === 'C_BOARD' && needs?.asker !== undefined && !board.has(needs.asker);
      return isOut ? { ok: false, message: 'You are not in that channel.' } : { ok: true };
    },
  };
  bot.posters.set('slack', poster);
});

const ask = (actor: Actor, text: string, conversation: Request['conversation'] = channels) =>
  bot.askAs(actor, text, { conversation, references });
const direct = (actor: Actor) => ({ id: `D_${actor.id}`, private: true });
const idOf = (reply: Awaited<ReturnType<typeof ask>>) => reply.answer.title.replace('Reminder ', '');
const make = async (actor: Actor, text: string, where?: Request['conversation']) => {
  const reply = await ask(actor, text, where);
  expect(reply.outcome, reply.answer.lead).toBe('answered');
  return idOf(reply);
};
const all = () => bot.storage.ledger.list(team);

describe('posting elsewhere', () => {
  it.each(['remind add to #board every day at 9 look', 'remind add escalate-to #board every day at 9 look'])(
    'needs the right of whoever asks: %s',
    async (line) => {
      const reply = await ask(alice, line);
      expect(reply).toMatchObject({ outcome: 'usage' });
      expect(JSON.stringify(reply.answer)).toContain('You are not in that channel.');
      expect(await all()).toEqual([]);
      board.add('U_ALICE');
      expect(await ask(alice, line)).toMatchObject({ outcome: 'answered' });
    },
  );

  it('needs it of an administrator too', async () => {
    board.clear();
    expect(await ask(boss, 'remind add to #board every day at 9 look')).toMatchObject({ outcome: 'usage' });
  });

  it('asks nothing of somebody for the place they are in, and for themselves', async () => {
    await make(alice, 'remind add every day at 9 look');
    await make(alice, 'remind add to me every day at 9 look');
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter(({ needs }) => needs?.asker !== undefined)).toEqual([]);
  });

  it.each(['edit ID something rude', 'run-now ID', 'resume ID', 'restore ID'])(
    'is asked again before anything more is posted: %s',
    async (line) => {
      board.add('U_ALICE');
      const id = await make(alice, 'remind add to #board every day at 9 look');
      if (line.startsWith('resume')) await ask(alice, `remind pause ${id}`);
      if (line.startsWith('restore')) await ask(alice, `remind remove ${id}`);
      board.delete('U_ALICE');
      const before = await all();
      expect(await ask(alice, `remind ${line.replace('ID', id)}`)).toMatchObject({ outcome: 'usage' });
      expect(await all()).toEqual(before);
      expect(await bot.storage.ledger.history(team, id, 5)).toEqual([]);
    },
  );
});

describe('the channel of a team', () => {
  it('is one that whoever sets it may post in', async () => {
    board.clear();
    expect(await ask(boss, 'settings set channel #board')).toMatchObject({ outcome: 'usage' });
    expect(await bot.storage.teams.settings(team)).toEqual({});
    board.add('U_BOSS');
    expect(await ask(boss, 'settings set channel #board')).toMatchObject({ outcome: 'answered' });
    expect(await bot.storage.teams.settings(team)).toEqual({ defaultChannel: 'C_BOARD' });
  });

  it.each(['settings set channel @alice', 'settings set channel me'])('is never a person: %s', async (line) => {
    expect(await ask(boss, line)).toMatchObject({ outcome: 'usage' });
    expect(await bot.storage.teams.settings(team)).toEqual({});
  });

  it('is no direct message', async () => {
    expect(await ask(boss, 'settings set channel here', direct(boss))).toMatchObject({ outcome: 'usage' });
  });
});

describe('a private reminder', () => {
  const ways: [string, (actor: Actor) => Promise<string>][] = [
    ['for oneself', (actor) => make(actor, 'remind add to me every day at 9 see the doctor')],
    ['in a direct message', (actor) => make(actor, 'remind add every day at 9 see the doctor', direct(actor))],
  ];
  it.each(ways)('%s is its maker’s alone', async (_how, made) => {
    const id = await made(alice);
    const before = await all();
    for (const other of [bob, boss]) {
      for (const line of ['list', 'list all', 'preview']) {
        expect(JSON.stringify(await ask(other, `remind ${line}`))).not.toContain('doctor');
      }
      const acts = [
        'show ID',
        'preview ID',
        'pause ID',
        'resume ID',
        'snooze ID',
        'done ID',
        'run-now ID',
        'remove ID',
      ];
      for (const act of [...acts, 'edit ID see the dentist']) {
        const reply = await ask(other, `remind ${act.replace('ID', id)}`);
        expect(JSON.stringify(reply), act).not.toContain('doctor');
        expect(reply.outcome, act).not.toBe('answered');
      }
      const suggest = bot.services.catalogue.at(['remind', 'show'])?.plan.byName.get('id')?.meta.suggest;
      const request = { team, actor: other } as unknown as Request;
      expect(await suggest?.({ typed: '', services: bot.services, request })).toEqual([]);
    }
    expect(await all()).toEqual(before);
    expect(JSON.stringify(await ask(alice, 'remind list'))).toContain('doctor');
    await ask(alice, `remind remove ${id}`);
    for (const other of [bob, boss]) {
      expect(await ask(other, `remind restore ${id}`)).toMatchObject({ outcome: 'unknown' });
    }
    expect(await ask(alice, `remind restore ${id}`)).toMatchObject({ outcome: 'answered' });
  });

  it('to somebody else is theirs too, and administrators can stop it', async () => {
    const id = await make(alice, 'remind add to @bob every day at 9 see the doctor');
    const third: Actor = { id: 'U_1', role: 'member' };
    expect(await ask(third, `remind show ${id}`)).toMatchObject({ outcome: 'unknown' });
    expect(await ask(bob, `remind show ${id}`)).toMatchObject({ outcome: 'answered' });
    expect(await ask(bob, `remind done ${id}`)).toMatchObject({ outcome: 'answered' });
    expect(await ask(boss, `remind remove ${id}`)).toMatchObject({ outcome: 'answered' });
  });
});

describe('an outsider’s question', () => {
  const outsider: Actor = { id: 'U_OUT', role: 'outsider' };

  it.each([
    ['check which port imap needs', /143/],
    ['status of port 4069?', /4069/],
    ['check whether imap uses port 993', /993/],
  ])('is answered though it begins with a command of the team’s: %s', async (line, wanted) => {
    const reply = await ask(outsider, line);
    expect(reply).toMatchObject({ outcome: 'answered' });
    expect(JSON.stringify(reply)).toMatch(wanted);
  });

  it.each(['check mail.example.org', 'status', 'remind list', 'hosts', 'admins', 'remind add tomorrow at 9 look'])(
    'is not what a command of the team’s is: %s',
    async (line) => {
      const reply = await ask(outsider, line);
      expect(reply).toMatchObject({ outcome: 'usage' });
      expect(reply.answer.lead).toContain('Only members of this team');
      expect(reply.answer.actions ?? []).toEqual([]);
    },
  );
});

describe('people in lists', () => {
  it('are told by name: who was appointed and by whom, and who registered a host', async () => {
    await ask(boss, 'admins add @alice');
    await ask(boss, 'hosts add mail.example.org');
    for (const line of ['admins', 'hosts']) {
      const { answer } = await ask(bob, line);
      expect(answer.people, line).toContain('U_BOSS');
      expect(JSON.stringify(answer.sections), line).toContain('@U_BOSS');
    }
    expect(JSON.stringify((await ask(boss, 'admins')).answer.sections)).toContain('"you"');
  });
});

describe('where others read along', () => {
  const overheard = (actor: Actor): Actor => ({ ...actor, overheard: true });

  it.each(['to me every day at 9 see the doctor', 'to @bob every day at 9 see the doctor'])(
    'shows nothing that is for some only: %s',
    async (line) => {
      const id = await make(alice, `remind add ${line}`);
      const before = await all();
      for (const text of ['remind list', 'remind list all', 'remind preview', 'status']) {
        expect(JSON.stringify(await ask(overheard(alice), text)), text).not.toContain('doctor');
        expect(JSON.stringify(await ask(alice, text)), text).toContain(text === 'status' ? 'Upcoming' : 'doctor');
      }
      for (const act of ['show', 'done', 'pause', 'remove', 'run-now']) {
        const reply = await ask(overheard(alice), `remind ${act} ${id}`);
        expect(reply.answer.lead, act).toContain('not for everybody here');
        expect(JSON.stringify(reply), act).not.toContain('doctor');
        expect((await ask(overheard({ id: 'U_1', role: 'member' }), `remind ${act} ${id}`)).answer.lead).toContain(
          'There is no reminder',
        );
      }
      expect(await all()).toEqual(before);
    },
  );

  it('names nobody’s private reminder in the status', async () => {
    const id = await make(alice, 'remind add to me in 5m see the doctor');
    bot.clock.now = new Date(bot.clock.now.getTime() + 3_600_000);
    expect(JSON.stringify(await ask(alice, 'status'))).toContain(id);
    for (const who of [bob, boss, overheard(alice)]) expect(JSON.stringify(await ask(who, 'status'))).not.toContain(id);
  });
});

describe('what may ping everybody', () => {
  it('is an administrator’s alone, where members may change things too', async () => {
    await ask(boss, 'settings set members may-change');
    const id = await make(boss, 'remind add everyone every day at 9 look');
    for (const line of [`edit ${id} buy shoes`, `run-now ${id}`, `edit ${id} every minute`]) {
      expect((await ask(alice, `remind ${line}`)).answer.lead, line).toContain('Only an administrator');
    }
    expect(await ask(alice, `remind pause ${id}`)).toMatchObject({ outcome: 'answered' });
    expect((await ask(alice, `remind resume ${id}`)).answer.lead).toContain('Only an administrator');
    expect(await ask(boss, `remind resume ${id}`)).toMatchObject({ outcome: 'answered' });
  });
});

describe('direct messages to others', () => {
  it('go to five people in a day, and to more for administrators', async () => {
    for (const person of ['@1', '@2', '@3', '@4', '@5'])
      await make(alice, `remind add to ${person} tomorrow at 9 look`);
    const sixth = await ask(alice, 'remind add to @6 tomorrow at 9 look');
    expect(sixth.answer.lead).toContain('5 other people');
    await make(alice, 'remind add to me tomorrow at 9 look');
    for (const person of ['@1', '@2', '@3', '@4', '@5', '@6']) {
      await make(boss, `remind add to ${person} every hour look`);
    }
    bot.clock.now = new Date(bot.clock.now.getTime() + 86_400_001);
    await make(alice, 'remind add to @6 tomorrow at 9 look');
  });

  it('come five times to one person, in whatever way they are sent again', async () => {
    const id = await make(alice, 'remind add to @bob every day at 9 look');
    await ask(alice, `remind edit ${id} every day at 10 look`);
    await ask(alice, `remind remove ${id}`);
    await ask(alice, `remind restore ${id}`);
    await ask(alice, `remind snooze ${id} in 1h`);
    expect(await ask(alice, `remind edit ${id} look again`)).toMatchObject({ outcome: 'answered' });
    const more = [
      `edit ${id} every day at 11 look`,
      `run-now ${id}`,
      `snooze ${id} in 2h`,
      'add to @bob tomorrow at 9 x',
    ];
    for (const line of more) {
      const reply = await ask(alice, `remind ${line}`);
      expect(reply.answer.lead, line).toContain('at most 5 messages a day');
    }
  });

  it('recur once a day at most', async () => {
    for (const when of ['every hour', 'every 12h', 'every day at 9 and 10', 'every minute']) {
      const reply = await ask(alice, `remind add to @bob ${when} look`);
      expect(reply, when).toMatchObject({ outcome: 'usage' });
    }
    expect(await all()).toEqual([]);
    await make(alice, 'remind add to @bob zone Europe/Berlin every day at 9 look');
    const id = await make(alice, 'remind add to @bob every monday at 9 look');
    expect(await ask(alice, `remind edit ${id} every hour look`)).toMatchObject({ outcome: 'usage' });
  });

  it('stop where their recipient blocks the sender, and no other’s do', async () => {
    const blocked = await make(alice, 'remind add to @bob every day at 9 buy shoes');
    const other = await make(boss, 'remind add to @bob every day at 9 look');
    await make(alice, 'remind add escalate-to @bob every day at 9 look');
    const reply = await ask(bob, 'remind block @alice');
    expect(reply.answer.lead).toContain('paused 1 reminder');
    const states = new Map((await all()).map(({ id, state }) => [id, state]));
    expect([states.get(blocked), states.get(other)]).toEqual(['paused', 'active']);
    expect((await all()).some(({ escalation }) => escalation?.then !== undefined)).toBe(false);
    const tries = ['add to @bob tomorrow at 9 buy', `resume ${blocked}`, `run-now ${blocked}`, `edit ${blocked} buy`];
    for (const line of [...tries, 'add escalate-to @bob tomorrow at 9 buy']) {
      const answer = await ask(alice, `remind ${line}`);
      expect(answer.answer.lead, line).toContain('doesn’t accept direct messages');
    }
    await ask(bob, 'remind unblock @alice');
    expect(await ask(alice, `remind resume ${blocked}`)).toMatchObject({ outcome: 'answered' });
  });

  it('stop for everybody, administrators too, where the inbox is off', async () => {
    await make(boss, 'remind add to @bob every day at 9 look');
    const own = await make(bob, 'remind add to me every day at 9 look');
    await ask(bob, 'remind inbox off');
    expect((await all()).find(({ id }) => id === own)?.state).toBe('active');
    expect(await ask(boss, 'remind add to @bob every day at 9 look')).toMatchObject({ outcome: 'usage' });
    await make(bob, 'remind add to me every day at 9 look');
    expect((await ask(bob, 'remind inbox')).answer.lead).toContain('off');
    await ask(bob, 'remind inbox on');
    await make(boss, 'remind add to @bob every day at 10 look');
  });
});

describe('an update policy', () => {
  it('replaces the reminder that it made, whoever set it, and no other', async () => {
    const own = await make(alice, 'remind add every day at 9 Updates: ask the vendor');
    await ask(boss, 'updates policy off');
    const [first] = (await all()).filter(({ purpose }) => purpose === 'update-policy');
    await ask({ id: 'U_OTHER', role: 'administrator' }, 'updates policy on 3');
    const rest = await all();
    expect(rest.map(({ id }) => id)).toContain(own);
    expect(rest.map(({ id }) => id)).not.toContain(first?.id);
    expect(rest.filter(({ purpose }) => purpose === 'update-policy')).toHaveLength(1);
    expect((await bot.storage.teams.profile(team)).updatePolicy).toEqual({ mode: 'on', hour: 3 });
  });

  it('changes nothing where its reminder cannot be delivered', async () => {
    await ask(boss, 'updates policy off');
    const before = await all();
    await bot.storage.teams.saveSettings(team, { defaultChannel: 'C_BOARD' }, { by: 'U_BOSS', at: new Date() });
    board.clear();
    expect(await ask(boss, 'updates policy on 3')).toMatchObject({ outcome: 'usage' });
    expect(await all()).toEqual(before);
    expect((await bot.storage.teams.profile(team)).updatePolicy).toEqual({ mode: 'off' });
  });
});

describe('a reminder for a channel that not everybody reads', () => {
  const readers: Record<string, string[]> = {};

  beforeEach(() => {
    const inner = bot.posters.get('slack');
    for (const channel of Object.keys(readers)) delete readers[channel];
    bot.posters.set('slack', {
      ...(inner as Poster),
      check: async () => ({ ok: true }),
      readers: async (_team, channel, person) =>
        readers[channel] === undefined ? 'team' : readers[channel].includes(person) ? 'person' : 'others',
    });
  });

  const inRoom = (id: string) => ({ conversation: { id, private: false } });
  const seen = async (actor: Actor, where = 'C1') => {
    const { answer } = await bot.askAs(actor, 'remind list', inRoom(where));
    return JSON.stringify(answer.sections);
  };

  it('is read, shown, exported and answered by those who read that channel alone', async () => {
    await bot.askAs(alice, 'remind add every day at 9 plan the layoffs', inRoom('C_BOARD'));
    readers['C_BOARD'] = [alice.id];
    const [made] = await bot.storage.ledger.list(team);
    expect(await seen(alice)).toContain('layoffs');
    expect(await seen(bob)).not.toContain('layoffs');
    for (const line of [
      `remind show ${made?.id}`,
      `remind preview ${made?.id}`,
      `remind done ${made?.id}`,
      `remind snooze ${made?.id}`,
    ]) {
      const reply = await bot.askAs(bob, line);
      expect(reply.outcome, line).toBe('unknown');
      expect(JSON.stringify(reply.answer), line).not.toContain('layoffs');
    }
    expect(JSON.stringify((await bot.askAs(bob, 'remind export')).answer)).not.toContain('layoffs');
    readers['C_BOARD'] = [alice.id, bob.id];
    expect(await seen(bob)).toContain('layoffs');
  });

  it('is read where it is posted, and by administrators, who can stop it', async () => {
    await bot.askAs(alice, 'remind add every day at 9 plan the layoffs', inRoom('C_BOARD'));
    readers['C_BOARD'] = [];
    expect(await seen(bob, 'C_BOARD')).toContain('layoffs');
    expect(await seen(boss)).toContain('layoffs');
  });

  it('is told to be missing where the platform does not say who reads it, and nothing is said to be empty', async () => {
    await bot.askAs(alice, 'remind add every day at 9 plan the layoffs', inRoom('C_BOARD'));
    bot.posters.set('slack', { ...(bot.posters.get('slack') as Poster), readers: async () => 'unknown' });
    for (const line of ['remind list', 'remind list all', 'remind preview', 'remind export', 'status']) {
      const { answer } = await bot.askAs(bob, line);
      expect(JSON.stringify(answer), line).not.toContain('layoffs');
      expect(answer.lead, line).toMatch(/one channel/);
      expect(answer.lead, line).not.toMatch(/^There are no|^All is well/);
    }
    expect((await bot.askAs(alice, 'remind list')).answer.lead).not.toMatch(/one channel/);
  });

  it('is not shown where others read along, except where it is posted', async () => {
    await bot.askAs(alice, 'remind add every day at 9 plan the layoffs', inRoom('C_BOARD'));
    readers['C_BOARD'] = [alice.id];
    expect(await seen({ ...alice, overheard: true })).not.toContain('layoffs');
    expect(await seen({ ...boss, overheard: true })).not.toContain('layoffs');
    expect(await seen({ ...alice, overheard: true }, 'C_BOARD')).toContain('layoffs');
  });
});

it('tells whoever makes a reminder that nobody could look whether it arrives', async () => {
  const bot = await openTestBot();
  const unchecked = 'I could not look whether I may post there.';
  const { poster } = createStrictPeer();
  bot.posters.set('slack', { ...poster, check: async () => ({ ok: true, unchecked }) });
  const member: Actor = { id: 'U_MEMBER', role: 'member' };
  const made = await bot.askAs(member, 'remind add every day at 9 look');
  expect(made.answer.sections).toContainEqual({ kind: 'note', tone: 'warning', text: unchecked });
  const boss: Actor = { id: 'U_BOSS', role: 'administrator' };
  const set = await bot.askAs(boss, 'settings set channel #ops', {
    references: [{ shown: '#ops', kind: 'channel', id: 'C_OPS' }],
  });
  expect(set.outcome).toBe('usage');
});
