import { describe, expect, it } from 'vitest';
import type { Reply, Section } from '../../src/bot/answer.ts';
import type { Capabilities } from '../../src/bot/request.ts';
import { createRouter } from '../../src/bot/router.ts';
import { renderAnswer as renderForDiscord } from '../../src/platforms/discord/rendering/render-answer.ts';
import { renderAnswer as renderForSlack } from '../../src/platforms/slack/render-answer.ts';
import { plainLayout, renderAnswer as renderForTerminal } from '../../src/platforms/terminal/terminal.ts';
import { createMemoryTeamStore } from '../../src/teams/teams.ts';
import { catalogue, openTestBot, requestFor } from './fixture.ts';

const { services: base } = await openTestBot();

const terminal: Capabilities = { prefix: '', buttons: false, files: false, wholeCode: true };
const chat: Capabilities = { prefix: '', buttons: true, files: true };

function diff(words: string, content: string, capabilities: Capabilities = terminal): Promise<Reply> {
  const services = { ...base, teams: createMemoryTeamStore() };
  const router = createRouter({ catalogue, services, emptyCommand: 'help', nowMs: () => 0 });
  const attachments = [{ name: 'rules.txt', content }];
  return router.dispatch({ ...requestFor(`firewall diff ${words}`), capabilities, attachments });
}

const filter = (...lines: readonly string[]) => ['*filter', ...lines, 'COMMIT'].join('\n');
const notes = (sections: readonly Section[]) =>
  sections.flatMap((section) => (section.kind === 'note' ? [section.text] : []));
const codeOf = (sections: readonly Section[]) =>
  sections.flatMap((section) => (section.kind === 'code' ? [section.text] : [])).join('\n');

/** Verdicts in a few characters each: `in 25/tcp 4 anybody`. */
const brief = ({ answer: { verdicts = [] } }: Reply) =>
  verdicts.map(
    ({ direction, port, transport, family, open }) =>
      `${direction === 'inbound' ? 'in' : 'out'} ${port}/${transport} ${family === 'ipv4' ? 4 : 6} ${open}`,
  );

describe('the verdicts as data', () => {
  const rules = filter(
    ':INPUT DROP',
    '-A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT',
    '-A INPUT -p tcp -m multiport --dports 25,1000,8080 -j ACCEPT',
  );

  it('have one for each port that was named, what makes no rule too, and one for every other that is open', async () => {
    const inbound = brief(await diff('25 143 1000 4069 inbound', rules)).filter((each) => each.includes(' 4 '));
    expect(inbound).toEqual([
      'in 25/tcp 4 anybody',
      'in 143/tcp 4 nobody',
      'in 4069/udp 4 nobody',
      'in 1000/tcp 4 anybody',
      'in 8080/tcp 4 anybody',
    ]);
  });

  it('have each port once, also where a list names a row of them', async () => {
    const inbound = brief(await diff('25 143 inbound', '20-30/tcp 993/tcp')).filter((each) => each.includes(' 4 '));
    expect(inbound.filter((each) => each.startsWith('in 25/'))).toEqual(['in 25/tcp 4 anybody']);
    expect(inbound).toHaveLength(2 + 10 + 1);
  });

  it('leave out of a row what a list shuts', async () => {
    const inbound = brief(await diff('25 inbound', '140-145 open, 143 closed')).filter((each) => each.includes(' 4 '));
    expect(inbound).toEqual([
      'in 25/tcp 4 nobody',
      ...[140, 141, 142, 144, 145].map((port) => `in ${port}/tcp 4 anybody`),
    ]);
  });

  it('are there for what is not used in the direction that was asked for, with a note', async () => {
    const reply = await diff('25 587 outbound', filter(':INPUT ACCEPT', ':OUTPUT DROP'));
    expect(brief(reply)).toContain('out 587/tcp 4 nobody');
    expect(notes(reply.answer.sections)).toContain(
      'Not counted as missing: 587/tcp outbound (SMTP submission) is only used inbound. Ask without `outbound`.',
    );
  });
});

describe('the rules to add', () => {
  it.each([
    ['let answers back in', ':INPUT DROP\n:OUTPUT ACCEPT\n-A INPUT -p tcp --dport 25 -j ACCEPT', '25', ['INPUT']],
    ['let answers out', ':INPUT ACCEPT\n:OUTPUT DROP', '25 inbound', ['OUTPUT']],
    ['do both', ':INPUT DROP\n:OUTPUT DROP', '25', ['INPUT', 'OUTPUT', 'INPUT', 'OUTPUT']],
    [
      'leave answers alone where they pass',
      ':INPUT DROP\n:OUTPUT DROP\n-A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT\n-A OUTPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT',
      '25 inbound',
      ['INPUT'],
    ],
  ])('%s, and are enough', async (_, text, words, chains) => {
    const before = filter(text);
    const code = codeOf((await diff(words, before)).answer.sections);
    const added = code.split('\n').filter((line) => line.startsWith('-I '));
    expect(added.map((line) => line.split(' ')[1]).sort()).toEqual([...chains].sort());
    const after = await diff(words, filter(text, ...added));
    expect(after.answer.lead).toMatch(
      /^(Everything inbound is open by default: no rule keeps anything out\. )?Nothing is missing/,
    );
  });

  it('come before the rule of ufw that drops it, and close no door for administrators', async () => {
    const code = codeOf((await diff('25 inbound', server)).answer.sections);
    expect(code).toContain("$ufw prepend allow in proto tcp from any to any port 25 comment 'MDaemon_SMTP'");
    expect(code).toContain('# ufw delete allow in proto tcp from any to any port 1000');
    expect(code).not.toContain('port 22');
  });

  it('are enough in nftables', async () => {
    const head = 'table inet f {\nchain input {\ntype filter hook input priority 0; policy drop;\n';
    const tail = 'tcp dport 25 accept\n}\nchain output {\ntype filter hook output priority 0;\n}\n}';
    const code = codeOf((await diff('25', `${head}${tail}`)).answer.sections);
    expect(code).toContain('insert rule inet f input ct state established,related accept comment "answers"');
    expect(code).not.toContain('dport');
    const after = await diff('25', `${head}ct state established,related accept\n${tail}`);
    expect(after.answer.lead).toMatch(/^Nothing is missing/);
  });
});

/** A server behind ufw, as people have it: a limit on SSH, Docker's port, and a forgotten one. */
const server = `# Generated by iptables-save v1.8.9
${filter(
  ':INPUT DROP [0:0]',
  ':FORWARD DROP [0:0]',
  ':OUTPUT ACCEPT [0:0]',
  ':ufw-user-input - [0:0]',
  ':ufw-user-limit-accept - [0:0]',
  '-A INPUT -i lo -j ACCEPT',
  '-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
  '-A INPUT -j ufw-user-input',
  '-A ufw-user-input -p tcp -m tcp --dport 22 -m conntrack --ctstate NEW -m recent --update --seconds 30 --hitcount 6 --name DEFAULT --mask 255.255.255.255 --rsource -j DROP',
  '-A ufw-user-input -p tcp -m tcp --dport 22 -j ufw-user-limit-accept',
  '-A ufw-user-input -p tcp -m tcp --dport 25 -j DROP',
  '-A ufw-user-input -p tcp -m tcp --dport 25 -j ACCEPT',
  '-A ufw-user-input -s 192.168.0.0/16 -p tcp -m tcp --dport 993 -j ACCEPT',
  '-A ufw-user-input -p tcp -m tcp --dport 587 -m mark --mark 0x1 -j ACCEPT',
  '-A ufw-user-input -p tcp -m tcp --dport 1000 -j ACCEPT',
  '-A ufw-user-limit-accept -j ACCEPT',
)}
`;

describe('what people see', () => {
  it('in Discord', async () => {
    const message = renderForDiscord(await diff('25 587 993 443 inbound', server, chat));
    await expect(`${JSON.stringify(message, undefined, 2)}\n`).toMatchFileSnapshot(
      '../golden/discord/firewall-diff.json',
    );
  });

  it('in Slack', async () => {
    const message = renderForSlack(await diff('25 587 993 443 inbound', server, chat));
    await expect(`${JSON.stringify(message, undefined, 2)}\n`).toMatchFileSnapshot(
      '../golden/slack/firewall-diff.json',
    );
  });

  it('in a terminal of 80 columns', async () => {
    const reply = await diff('25 587 993 443 inbound', server);
    await expect(renderForTerminal(reply.answer, { ...plainLayout, width: 80 })).toMatchFileSnapshot(
      '../golden/terminal/firewall-diff.txt',
    );
  });
});
