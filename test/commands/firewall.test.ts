import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import type { Services } from '../../commands/services.ts';
import { formatAliases, formatIds } from '../../knowledge/firewall-formats.ts';
import type { Reply } from '../../src/bot/answer.ts';
import type { Capabilities, Request } from '../../src/bot/request.ts';
import { createRouter } from '../../src/bot/router.ts';
import { createMemoryTeamStore } from '../../src/teams/teams.ts';
import { propertyRuns } from '../property-runs.ts';
import { catalogue, openTestBot, requestFor } from './fixture.ts';

const { services: base } = await openTestBot();

let teams = createMemoryTeamStore();
afterEach(() => {
  teams = createMemoryTeamStore();
});
const change = { by: 'test', at: new Date(0) };
const terminal: Capabilities = { prefix: '', buttons: false, files: false, wholeCode: true };

function ask(text: string, capabilities: Capabilities = terminal, more: Partial<Request> = {}): Promise<Reply> {
  const services: Services = { ...base, teams };
  const router = createRouter({ catalogue, services, emptyCommand: 'help', nowMs: () => 0 });
  return router.dispatch({ ...requestFor(text), capabilities, ...more });
}

const scriptOf = async (text: string) => (await ask(text)).answer.artifact?.content ?? '';

describe('firewall rules', () => {
  it('take two services for two, where one has a name of both words', async () => {
    const ports = (text: string) => new Set([...text.matchAll(/--dport (\d+)/g)].map(([, port]) => Number(port)));
    const both = ports(await scriptOf('firewall smtp submission iptables'));
    expect(both).toContain(25);
    expect(both).toContain(587);
    expect(ports(await scriptOf('firewall submission iptables'))).not.toContain(25);
  });

  it("is the group's default, and Windows where nobody says otherwise", async () => {
    const reply = await ask('firewall activesync imap');
    expect(reply).toMatchObject({ command: 'firewall rules', outcome: 'answered' });
    expect(reply.answer.lead).toBe(
      'Opens 80/tcp, 143/tcp, 443/tcp and 993/tcp inbound for ActiveSync and IMAP. Review before applying.',
    );
    expect(reply.answer.artifact?.name).toBe('mdaemon-activesync-imap.ps1');
    for (const program of ['MDaemon.exe', 'WorldClient.exe', 'WebAdmin.exe', 'AVUpdate.exe', 'MDSpamD.exe'])
      expect(reply.answer.artifact?.content).toContain(`'${program}'`);
  });

  it("takes the team's format and profile", async () => {
    await teams.saveSettings('terminal:local', { firewallFormat: 'Mikrotik' }, change);
    await teams.saveProfile('terminal:local', { services: ['imap', 'dns'] }, change);
    const reply = await ask('firewall');
    expect(reply.answer.title).toBe('Firewall rules: DNS, IMAP (MikroTik RouterOS)');
    expect(reply.answer.lead).toContain("for what this team's profile lists");
    await teams.saveSettings('terminal:local', { firewallFormat: 'what is this' }, change);
    expect((await ask('firewall')).answer.title).toContain('PowerShell');
  });

  it('says what it understood', async () => {
    expect((await ask('firewall actviesync')).answer.lead).toMatch(/^Showing ActiveSync: opens 80/);
  });

  it('shows the line that works where it knows only some of the words', async () => {
    const line = 'firewall imap smtps ufw';
    const { answer } = await ask('firewall rules for a server that only does imap and smtp over tls, on linux ufw');
    expect(JSON.stringify(answer.sections)).toContain(`\`${line}\``);
    expect(answer.actions?.[0]?.command).toBe(line);
    expect((await ask(line)).outcome).toBe('answered');
    const on = await ask('firewall activesync on');
    expect(JSON.stringify(on.answer.sections)).not.toMatch(/Did you mean/);
  });

  it('never opens to everybody what must not face the internet', async () => {
    const { answer } = await ask('firewall all json');
    const { rules, leftOut } = JSON.parse(answer.artifact?.content ?? '');
    const ports = rules.map(({ port }: { port: number }) => port);
    for (const port of [1000, 444, 4069, 366, 445, 3000, 783, 21, 3101]) expect(ports).not.toContain(port);
    const left = leftOut.map(({ port }: { port: number }) => port);
    for (const port of [21, 366, 444, 445, 1000, 3000, 3101, 4069]) expect(left).toContain(port);
    const wide = JSON.parse(await scriptOf('firewall all json from 0.0.0.0/1 128.0.0.0/1'));
    expect(wide.rules.map(({ port }: { port: number }) => port)).not.toContain(1000);
    const limited = JSON.parse(await scriptOf('firewall all json from 10.0.0.0/8'));
    const admin = limited.rules.find(({ port }: { port: number }) => port === 1000);
    expect(admin.remotes).toEqual(['10.0.0.0/8']);
  });

  it('warns of what is easily overlooked', async () => {
    const warnings = async (line: string) =>
      (await ask(line)).answer.sections
        .flatMap((section) => (section.kind === 'note' && section.tone === 'warning' ? [section.text] : []))
        .join(' ');
    expect(await warnings('firewall imap from 10.1.2.3/8')).toContain(
      '“10.1.2.3/8” means 10.0.0.0/8, the whole network',
    );
    expect(await warnings('firewall imap from 10.1.2.3 10.0.0.0/8 2001:db8::/32')).not.toContain('is written');
    expect(await warnings('firewall smtp from 10.0.0.0/8')).toContain('mail from all other servers is blocked');
    expect(await warnings('firewall xmpp')).toContain('The evidence for 5222/tcp is weak');
    expect(await warnings('firewall imap nftables')).toContain('SSH included');
    expect(await warnings('firewall undo imap ufw')).toContain('also removes a rule of your own');
  });

  it('knows the old era: BES out, the old update ports, and nothing of today', async () => {
    const { rules } = JSON.parse(await scriptOf('firewall all then outbound json'));
    const ports = rules.map(({ port, transport }: { port: number; transport: string }) => `${port}/${transport}`);
    expect(ports).toEqual(['21/tcp', '25/tcp', '53/tcp', '53/udp', '80/tcp', '110/tcp', '995/tcp', '3101/tcp']);
  });

  it('carries reasons, sources, checks and the words every set needs', async () => {
    for (const format of formatIds) {
      const script = await scriptOf(`firewall remote administration dns imap from 10.0.0.0/8 2001:db8::/32 ${format}`);
      for (const words of [
        /REVIEW BEFORE APPLYING/,
        /127\.0\.0\.1/,
        /return packets/i,
        /2026\.11\.22/,
        /Check Setup/,
        /dumbmonit/,
        /unencrypted ports active/,
      ]) {
        expect(script.replace(/\n\S+\s{3}/g, ' '), format).toMatch(words);
      }
    }
  });

  it('gives the same rules again for the line it says it was asked', async () => {
    const ids = base.knowledge.current().rows.services.map(({ id }) => id);
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(ids, { minLength: 1, maxLength: 6 }),
        fc.constantFrom(
          '',
          ' from 10.0.0.0/8 2001:db8::/32',
          ' to 192.0.2.25',
          ' outbound',
          ' then',
          ' folder "D:\\Mail server"',
        ),
        async (named, rest) => {
          const first = await ask(`firewall ${named.join(' and ')}${rest} json`);
          if (first.outcome !== 'answered') return;
          const { asked, undo } = JSON.parse(first.answer.artifact?.content ?? '');
          expect(await scriptOf(asked)).toBe(first.answer.artifact?.content);
          expect((await ask(undo)).outcome).toBe('answered');
        },
      ),
      { numRuns: propertyRuns(150) },
    );
  });
});

describe('firewall undo', () => {
  it.each(formatIds)('%s names the group of the same question', async (format) => {
    const question = 'imap dns from 10.0.0.0/8 2001:db8::/32';
    const rules = await scriptOf(`firewall ${question} ${format}`);
    const undo = await scriptOf(`firewall undo ${question} ${format}`);
    const group = /mdaemon-dns-imap-[0-9a-f]{6}|mdaemon_dns_imap_[0-9a-f]{6}/.exec(undo)?.[0] ?? 'no group';
    expect(rules).toContain(group);
  });
});

describe('in a chat', () => {
  const files: Capabilities = { prefix: '/mdaemon ', buttons: true, files: true };
  const plain: Capabilities = { ...files, files: false };

  it('a short script stands in the answer', async () => {
    const { answer } = await ask('firewall undo imap nftables', files);
    expect(answer.files).toBeUndefined();
    expect(answer.sections[0]).toMatchObject({ kind: 'code', text: expect.stringContaining('delete table') });
  });

  it('a long one is a file, with a table in the answer', async () => {
    const { answer } = await ask('firewall activesync imap', files);
    expect(answer.files).toEqual([answer.artifact]);
    expect(answer.sections.map(({ kind }) => kind)).toContain('table');
    expect(answer.sections.map(({ kind }) => kind)).not.toContain('code');
  });

  it('without files its beginning is shown, and said to be that', async () => {
    const { answer } = await ask('firewall activesync imap', plain);
    const code = answer.sections.find((section) => section.kind === 'code');
    expect(code?.title).toMatch(/^The first \d+ of \d+ lines\. Don’t apply only part of them\.$/);
    expect(code?.text.length).toBeLessThanOrEqual(2_800);
    expect(JSON.stringify(answer.sections)).toContain('npm run -s mdaemon -- firewall activesync imap powershell');
  });

  it('without files it is whole where only its comments are too much', async () => {
    const { answer } = await ask('firewall activesync imap nftables', plain);
    const code = answer.sections.find((section) => section.kind === 'code');
    expect(code?.title).toMatch(/^All the rules, without their reasons and sources/);
    for (const port of [80, 143, 443, 993]) expect(code?.text).toContain(`tcp dport ${port} accept`);
    expect(code?.text).toMatch(/^#!\/usr\/sbin\/nft -f\ntable inet .*\ndelete table/);
    expect(code?.text).not.toMatch(/^\s*# /m);
    const iptables = (await ask('firewall activesync imap pop3 smtp iptables', plain)).answer.sections;
    expect(iptables.find((section) => section.kind === 'code')?.title).toMatch(/^The first/);
  });

  it('buttons switch the format, and work', async () => {
    for (const line of [
      'firewall activesync imap',
      'firewall all from 10.0.0.0/8 cisco',
      'firewall undo imap',
      'firewall diff imap have 143',
    ]) {
      const { actions = [] } = (await ask(line, files)).answer;
      expect(actions.length).toBeGreaterThan(0);
      expect(actions.length).toBeLessThanOrEqual(5);
      for (const { label, command } of actions) {
        expect(label.length).toBeLessThanOrEqual(40);
        expect(command.length).toBeLessThanOrEqual(90);
        expect((await ask(command, files)).outcome, command).toBe('answered');
      }
    }
  });
});

describe('the names of formats', () => {
  it('are no names of services', () => {
    const knowledge = base.knowledge.current();
    for (const word of [...formatIds, ...Object.keys(formatAliases)])
      expect(knowledge.services.get(word), word).toBeUndefined();
  });

  it('all lead to a format', async () => {
    for (const alias of Object.keys(formatAliases)) {
      expect((await ask(`firewall imap ${alias}`)).outcome, alias).toBe('answered');
    }
  });
});

it('compares rules up to the length that is set', async () => {
  const { ask: askOwn, services } = await openTestBot();
  Object.assign(services, { firewallCharacters: 20 });
  expect((await askOwn('firewall diff imap have 25 143/tcp')).outcome).toBe('answered');
  const { answer, outcome } = await askOwn('firewall diff imap have 25 143/tcp 110/tcp 993/tcp 995/tcp');
  expect(outcome).toBe('usage');
  expect(answer.lead).toContain('I can compare at most 20');
});
