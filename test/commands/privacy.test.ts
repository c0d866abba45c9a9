import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/bot/request.ts';
import { openTestBot } from './fixture.ts';

const team = 'slack:T1';
const alice: Actor = { id: 'U_ALICE', role: 'member' };
const bob: Actor = { id: 'U_BOB', role: 'member' };
const administrator: Actor = { id: 'U_ADMIN', role: 'administrator' };
const dayMs = 86_400_000;

async function bot() {
  const opened = await openTestBot();
  const say = async (actor: Actor, line: string) => {
    const { outcome, answer } = await opened.askAs(actor, line);
    const notes = answer.sections.flatMap((section) => (section.kind === 'note' ? [section.text] : []));
    return { outcome, said: [answer.lead, ...notes].join(' '), files: answer.files ?? [] };
  };
  return { ...opened, say };
}

describe('privacy', () => {
  it('says what is stored about somebody, and hands it out', async () => {
    const { say } = await bot();
    expect((await say(alice, 'privacy')).said).toBe('Nothing is stored about you here.');
    await say(alice, 'remind add every day at 07:00 look at the queue');
    expect((await say(alice, 'privacy')).said).toMatch(/^1 row is stored about you\./);
    const [file] = (await say(alice, 'privacy export')).files;
    expect(JSON.parse(String(file?.content))).toMatchObject({
      team,
      person: 'U_ALICE',
      reminders: [{ text: 'look at the queue' }],
    });
    const [others] = (await say(bob, 'privacy export')).files;
    expect(String(others?.content)).not.toContain('look at the queue');
  });

  it('erases nothing before the word is typed, and then only after the grace period', async () => {
    const { say, storage, clock } = await bot();
    await say(alice, 'remind add every day at 07:00 look');
    expect((await say(alice, 'privacy erase')).said).toMatch(
      /Nothing has been erased yet.*`privacy erase me confirm erase-me`/,
    );
    expect(await say(alice, 'privacy erase me confirm yes')).toMatchObject({ outcome: 'usage' });
    expect(await storage.privacy.plannedErasures(team)).toEqual([]);
    expect((await say(alice, 'privacy erase me confirm erase-me')).said).toMatch(/29 November 2026, 12:00 UTC/);
    expect((await say(alice, 'privacy')).said).toMatch(/erased on 29 November 2026/);
    expect((await say(bob, 'privacy')).said).not.toMatch(/erased on/);
    clock.now = new Date(clock.now.getTime() + 6 * dayMs);
    expect(await storage.privacy.eraseDue()).toEqual([]);
    expect((await say(alice, 'privacy cancel')).said).toBe('The erasure is called off. Everything stays.');
    clock.now = new Date(clock.now.getTime() + 30 * dayMs);
    expect(await storage.privacy.eraseDue()).toEqual([]);
    expect(await storage.ledger.list(team)).toHaveLength(1);
  });

  it('of the team, and of anybody else, is for administrators, who type which team they mean', async () => {
    const { say, storage, clock } = await bot();
    await say(alice, 'remind add every day at 07:00 look');
    for (const line of ['erase team confirm T1', 'export team', 'cancel team', 'erase @alice confirm erase-person']) {
      expect(await say(bob, `privacy ${line}`), line).toMatchObject({ outcome: 'usage' });
    }
    expect((await say(administrator, 'privacy erase team')).said).toMatch(/`privacy erase team confirm T1`/);
    await say(administrator, 'privacy erase team confirm T2');
    expect(await storage.privacy.plannedErasures(team)).toEqual([]);
    await say(administrator, 'privacy erase team confirm T1');
    // Everybody in it can see that it is planned.
    expect((await say(bob, 'privacy')).said).toMatch(/Everything stored about this team will be erased on/);
    clock.now = new Date(clock.now.getTime() + 7 * dayMs);
    await storage.privacy.eraseDue();
    expect(await storage.ledger.list(team)).toEqual([]);
    expect((await say(administrator, 'audit of privacy since 30d')).said).toMatch(/^2 entries/);
  });

  it('of somebody who has left is asked for by an administrator, by id', async () => {
    const { say, storage } = await bot();
    await say(administrator, 'privacy erase U0LEFT9 confirm erase-person');
    expect(await storage.privacy.plannedErasures(team)).toMatchObject([{ person: 'U0LEFT9', askedBy: 'U_ADMIN' }]);
    expect((await say(administrator, 'privacy cancel U0LEFT9')).said).toMatch(/called off/);
  });
});
