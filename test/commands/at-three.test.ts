import { describe, expect, test } from 'vitest';
import { renderAnswer as renderDiscord } from '../../src/platforms/discord/rendering/render-answer.ts';
import { renderAnswer as renderSlack } from '../../src/platforms/slack/render-answer.ts';
import { layoutFor, plainLayout, renderAnswer as renderTerminal } from '../../src/platforms/terminal/terminal.ts';
import { openTestBot } from './fixture.ts';

const { ask, askText, services } = await openTestBot();
const lead = async (line: string, at?: string) => (await ask(line, at)).answer.lead;
const knowledge = services.knowledge.current();

describe('sources', () => {
  test('are at most two lines on every surface, and the rest is behind a command', async () => {
    const reply = await ask('ports');
    expect(reply.answer.sources.length).toBeGreaterThan(5);
    const all = reply.answer.actions?.find(({ command }) => command === 'sources for ports');
    expect(all?.label).toBe(`All ${reply.answer.sources.length} sources`);
    const terminal = renderTerminal(reply.answer, plainLayout).split('\nSources\n')[1]?.split('\n') ?? [];
    expect(terminal).toHaveLength(2);
    expect(terminal[1]).toMatch(/; and \d+ more: `sources for ports`$/);
    expect(renderTerminal(reply.answer, layoutFor({ isTTY: true, columns: 200 }, { NO_COLOR: '1' }))).toContain(
      'sources for ports',
    );
    const slack = JSON.stringify(renderSlack(reply));
    expect(slack.match(/<https?:/g)).toHaveLength(2);
    expect(slack).toContain(` · and ${reply.answer.sources.length - 2} more`);
    const discord = JSON.stringify(renderDiscord(reply).components);
    expect(discord.match(/\]\(https?:/g)).toHaveLength(2);
    expect(discord).toContain(` · and ${reply.answer.sources.length - 2} more`);
    expect(await lead('sources for ports')).toContain(`comes from ${reply.answer.sources.length} documents`);
  });

  test('run no command that changes something', async () => {
    expect((await ask('sources for remind add in 2h look')).outcome).not.toBe('answered');
  });

  test('never have third-party code above a page, nor two editions of one page', async () => {
    const weak = new Set(knowledge.rows.sources.filter(({ kind }) => kind === 'tool').map(({ id }) => id));
    for (const line of [
      'ports',
      'ports 25',
      'ports webmail',
      'updates',
      'why-restart',
      'ports minger',
      'process',
      'advisories all',
    ]) {
      const ids = (await ask(line)).answer.sources.map(({ id }) => id);
      const first = ids.findIndex((id) => weak.has(id));
      expect(first === -1 || ids.slice(first).every((id) => weak.has(id)), line).toBe(true);
      const pages = ids.map((id) => knowledge.source(id)?.edition_of ?? id);
      expect(new Set(pages).size, line).toBe(pages.length);
    }
  });

  test('have an address and a date or what is known of it, each of them', () => {
    for (const source of knowledge.rows.sources) {
      expect(source.url, source.id).toBeDefined();
      if (source.date === 'undated') expect(source.date_note, source.id).toBeDefined();
    }
  });
});

describe('today comes first and alone', () => {
  test.each(['why-restart', 'updates'])('%s', async (line) => {
    const text = await askText(line);
    // A port's number may rest on the old list, and then says so.
    expect(text.replace('(list of 2008–2010)', '')).not.toMatch(/2008|SecurityPlus/);
    expect((await ask(line)).answer.actions?.map(({ command }) => command)).toContain(`${line} then`);
    expect(await askText(`${line} then`)).toContain('SecurityPlus');
  });
});

describe('deadlines', () => {
  test('that have passed are behind a word of their own', async () => {
    const text = await askText('deadlines');
    expect(text).toMatch(/No upcoming deadlines\. Add your own, as in `deadlines add 2027-01-03 /);
    expect(text).not.toContain('2008');
    expect(await askText('deadlines past')).toContain('2008-12-31');
  });

  test("name what concerns the profile's version where nothing lies ahead", async () => {
    await ask('profile set version 25.0.1');
    expect(await askText('deadlines')).toContain('Your version 25.0.1 is affected by CVE-2025-3929');
    await services.teams.saveProfile('terminal:local', { version: undefined }, { by: 'test', at: new Date(0) });
  });

  test('come first, the next one in the lead', async () => {
    await ask('deadlines add 2027-01-15 Renew the certificate');
    expect(await lead('deadlines')).toMatch(/^Next: Renew the certificate, before 15 January 2027/);
  });

  test('that have passed get no countdown', async () => {
    const { outcome, answer } = await ask('remind add deadline securityplus-4');
    expect(outcome).not.toBe('answered');
    expect(answer.lead).toMatch(/passed on 31 December 2008, 17 years ago/);
  });
});

describe('what is not known', () => {
  test.each(['ask what is the maximum number of sub folders in a mailbox', 'ask which colour does the tray icon have'])(
    '%s: names where to look',
    async (line) => {
      const { outcome } = await ask(line);
      if (outcome === 'unknown') expect(await askText(line)).toContain('https://knowledge.mdaemon.com');
    },
  );

  test.each([
    ['ports ldap', /^MDaemon's LDAP ports are in none of my documents/],
    ['ports spamd', /^The spam filter's local port is in none of my documents/],
  ])('%s goes on to the article', async (line, expected) => {
    expect(await lead(line)).toMatch(expected);
  });
});
