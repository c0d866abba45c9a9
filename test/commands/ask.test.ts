import { describe, expect, it } from 'vitest';
import type { Services } from '../../commands/services.ts';
import { findEntry } from '../../src/ask/entries.ts';
import type { ModelChooser } from '../../src/ask/question-model.ts';
import type { Asker, Declined, Entry, Understanding, Understood } from '../../src/ask/understanding.ts';
import type { Unmet } from '../../src/ask/unmet/question-log.ts';
import type { Capabilities } from '../../src/bot/request.ts';
import { createRouter } from '../../src/bot/router.ts';
import { renderAnswer as renderSlack } from '../../src/platforms/slack/render-answer.ts';
import { plainLayout, renderAnswer } from '../../src/platforms/terminal/terminal.ts';
import { catalogue, openTestBot, requestFor } from './fixture.ts';

const { services: base } = await openTestBot();

const knowledge = base.knowledge.current();
const entry = (key: string): Entry => {
  const found = findEntry(key, knowledge);
  if (found === undefined) throw new Error(`${key} is no entry`);
  return found;
};
const understood: Understood = {
  kind: 'understood',
  call: { path: ['ports'], values: { what: ['imap'] }, line: 'ports imap' },
  about: [entry('service:imap')],
  remarks: [],
  confidence: 0.95,
  sure: true,
  others: [],
};
const others = [entry('service:pop3'), entry('article:localhost-rule'), entry('deadline:securityplus-4')];
const declined: Declined = { kind: 'declined', reason: 'unknown', confidence: 0.8, others: [] };
const chat: Capabilities = { prefix: '/mdaemon ', buttons: true, files: false };
const terminal: Capabilities = { prefix: '', buttons: false, files: false };

/** Asks a bot that understands every question in one way. */
function asking(
  understanding: Understanding,
  more: Partial<Services> = {},
  capabilities = terminal,
  asOther: Understanding = understanding,
) {
  const recorded: { readonly unmet: Unmet; readonly question: string | undefined }[] = [];
  const services: Services = {
    ...base,
    asker: {
      current: async (): Promise<Asker> => ({
        ...(await base.asker.current()),
        understand: () => understanding,
        understandAs: () => asOther,
      }),
    },
    questions: { ...base.questions, record: (_team, unmet, asked) => recorded.push({ unmet, question: asked?.text }) },
    ...more,
  };
  const router = createRouter({ catalogue, services, emptyCommand: 'help', fallback: 'ask', nowMs: () => 0 });
  const ask = (text: string) => router.dispatch({ ...requestFor(text), capabilities });
  return { ask, recorded };
}

const notes = (answer: { sections: readonly object[] }) =>
  answer.sections.flatMap((section) => ('text' in section ? [String(section.text)] : []));

const vendorPages =
  'Look it up at the vendor: https://knowledge.mdaemon.com has answers, and https://help.mdaemon.com explains every screen.';

describe('a question that is understood', () => {
  it("is answered with the command's own answer and the line that gives it", async () => {
    const { ask, recorded } = asking(understood);
    const own = await ask('ports imap');
    const reply = await ask('how do people read their mail');
    expect(reply).toMatchObject({ command: 'ask', outcome: 'answered', answer: { ran: 'ports imap' } });
    expect(reply.answer.lead).toBe(own.answer.lead);
    expect(reply.answer.sources).toEqual(own.answer.sources);
    expect(reply.answer.sections).toEqual([
      ...own.answer.sections,
      { kind: 'note', tone: 'info', text: 'Same as `ports imap`.' },
    ]);
    expect(reply.answer.actions).toEqual(own.answer.actions);
    expect(recorded).toEqual([]);
  });

  it('says yes or no first, then remarks, then the answer', async () => {
    const verdict = { says: 'no', because: 'IMAP is TCP, not UDP.' } as const;
    const { answer } = await asking({ ...understood, verdict, remarks: ['143 is IMAP.'] }).ask('is imap udp');
    expect(answer.lead).toMatch(/^No\. IMAP is TCP, not UDP\. 143 is IMAP\. IMAP needs 993/);
    const depends = { says: 'depends', because: 'Both are right.' } as const;
    expect((await asking({ ...understood, verdict: depends }).ask('is it')).answer.lead).toMatch(/^It depends\. Both/);
  });

  it('says nothing twice', async () => {
    const minger: Understood = {
      ...understood,
      call: { path: ['ports'], values: { what: ['4069'] }, line: 'ports 4069' },
      verdict: { says: 'no', because: '4069 is UDP, not TCP.' },
    };
    const { answer } = await asking(minger).ask('is it tcp');
    expect(answer.lead).toMatch(/^No\. 4069 is UDP, not TCP\. 4069\/udp inbound/);
    expect(notes(answer)[0]).toMatch(/^A TCP rule does nothing for Minger/);
    const own = (await asking(understood).ask('ports 4069')).answer;
    const [begun = ''] = own.lead.split('. ');
    const yes = { says: 'yes', because: `${begun}.` } as const;
    const fuller = await asking({ ...minger, verdict: yes }).ask('is it minger');
    expect(fuller.answer.lead).toBe(`Yes. ${own.lead}`);
    const remarked = await asking({ ...minger, remarks: [own.lead], verdict: yes }).ask('is it minger');
    expect(remarked.answer.lead.split('Mail servers ask each other')).toHaveLength(2);
  });

  it('says how sure it is only when it is not', async () => {
    const { answer } = await asking({ ...understood, sure: false, confidence: 0.62 }).ask('post box port');
    expect(answer.sections[0]).toEqual({
      kind: 'note',
      tone: 'warning',
      text: "I'm only about 6 in 10 sure that this is what you meant.",
    });
    const nearly = await asking({ ...understood, sure: false, confidence: 0.99 }).ask('post box port');
    expect(notes(nearly.answer)[0]).toContain('about 9 in 10');
  });

  it('offers the next entries as lines where there are no buttons', async () => {
    const { answer } = await asking({ ...understood, others }).ask('mail port');
    expect(notes(answer).at(-1)).toBe(
      'Same as `ports imap`. Not what you meant? `ports pop3`, `article localhost-rule` or `deadlines securityplus-4`.',
    );
    expect(answer.actions).toEqual((await asking(understood).ask('ports imap')).answer.actions);
  });

  it('offers them as buttons that also tell', async () => {
    const { ask, recorded } = asking({ ...understood, others }, {}, chat);
    const { answer } = await ask('mail port');
    expect(notes(answer).at(-1)).toBe('Same as `/mdaemon ports imap`. Not what you meant?');
    expect(answer.actions?.slice(0, 2)).toEqual([
      { label: 'Ports: POP3', command: 'instead service:imap service:pop3' },
      { label: entry('article:localhost-rule').title, command: 'instead service:imap article:localhost-rule' },
    ]);
    expect(recorded).toEqual([]);
    const pressed = await ask(answer.actions?.[0]?.command ?? '');
    expect(pressed).toMatchObject({ command: 'instead', outcome: 'answered', changes: true });
    expect(pressed.answer.lead).toBe((await ask('ports pop3')).answer.lead);
    expect(recorded.map(({ unmet }) => unmet)).toEqual([
      { why: 'not-meant', shown: 'service:imap', wanted: 'service:pop3' },
    ]);
  });

  it('keeps every button within the length that all platforms hold', async () => {
    const long = { ...entry('service:pop3'), id: 'x'.repeat(80) };
    const { answer } = await asking({ ...understood, others: [long] }, {}, chat).ask('mail port');
    expect(answer.actions?.[0]?.command).toBe('ports pop3');
  });

  it.each([
    ['ports sftp', 'unknown'],
    ['updates keep rebooting my server', 'usage'],
    ['help me with imap ports', 'usage'],
  ])('answers in the place of a command that refuses `%s`, if it is sure', async (line, outcome) => {
    expect(await asking(understood).ask(line)).toMatchObject({ command: 'ask', answer: { ran: 'ports imap' } });
    const { ask, recorded } = asking({ ...understood, sure: false });
    const refusal = await ask(line);
    expect(refusal).toMatchObject({ outcome });
    expect(notes(refusal.answer).at(-1)).toBe('Or did you mean `ports imap`?');
    expect(refusal.answer.actions?.[0]?.command).toBe('ports imap');
    expect((await ask(line)).command).not.toBe('ask');
    expect(recorded).toEqual([]);
  });

  it('does not leave out the word that a command did not know', async () => {
    const call = { path: ['deadlines', 'list'], values: { name: [] }, line: 'deadlines' };
    const reply = await asking({ ...understood, call }).ask('deadlines nothing');
    expect(reply).toMatchObject({ command: 'deadlines list', outcome: 'unknown' });
    const why = { path: ['why-restart'], values: {}, line: 'why-restart' };
    expect((await asking({ ...understood, call: why }).ask('process ended again why')).command).toBe('ask');
  });

  it('never takes the place of a rule set that was refused, and suggests itself at most', async () => {
    const reply = await asking(understood).ask('firewall exceptions for imap please');
    expect(reply).toMatchObject({ command: 'firewall rules', outcome: 'unknown' });
    expect(notes(reply.answer).at(-1)).toBe('Or did you mean `ports imap`?');
    const call = { path: ['firewall', 'rules'], values: { services: ['imap'] }, line: 'firewall imap' };
    const same = await asking({ ...understood, call }).ask('firewall imap from $(reboot)');
    expect(notes(same.answer).join()).not.toContain('did you mean');
  });

  it('leaves help, and what changes something, alone', async () => {
    for (const line of ['help', 'help ports', 'remind add nonsense', 'unanswered'])
      expect((await asking(understood).ask(line)).command).not.toBe('ask');
  });

  it.each([
    ['what changes something', { path: ['remind', 'add'], values: { text: 'in 2h look' }, line: 'remind add' }],
    ['what only administrators may', { path: ['unanswered'], values: {}, line: 'unanswered' }],
    ['itself', { path: ['ask'], values: { question: 'x' }, line: 'ask x' }],
    ['a button', { path: ['instead'], values: { shown: 'none', wanted: 'service:imap' }, line: 'instead' }],
    ['nothing there is', { path: ['nothing'], values: {}, line: 'nothing' }],
    ['arguments that do not fit', { path: ['ports'], values: { what: 7 }, line: 'ports 7' }],
  ])('is a fault of ours where it comes to %s', async (_what, call) => {
    expect((await asking({ ...understood, call }).ask('what')).outcome).toBe('failed');
  });

  it('is what the command knows nothing about where that is so', async () => {
    const call = { path: ['ports'], values: { what: ['sftp'] }, line: 'ports sftp' };
    expect(await asking({ ...understood, call }).ask('what')).toMatchObject({ command: 'ask', outcome: 'unknown' });
  });
});

describe('a question that is declined', () => {
  it.each([
    [{ reason: 'unknown' }, "I don't know that. Nothing in my documents answers it."],
    [{ reason: 'unknown', subject: 'IMAP' }, "I don't know that about IMAP. Nothing in my documents answers it."],
    [{ reason: 'elsewhere', subject: 'Exchange' }, "I only know MDaemon, so I can't help with Exchange."],
    [{ reason: 'elsewhere' }, "I only know MDaemon, so I can't help with that."],
    [{ reason: 'act' }, "I only answer questions. I can't change anything on a server."],
    [{ reason: 'secret' }, "I don't have passwords, keys or other secrets, and I can't get them."],
    [{ reason: 'chat' }, 'I answer questions about MDaemon: its ports, programs, versions, updates and dates.'],
    [{ reason: 'empty' }, "I can't find a question in that."],
  ] as const)('%j', async (as, lead) => {
    const { ask, recorded } = asking({ ...declined, ...as });
    const reply = await ask('which one is it');
    expect(reply).toMatchObject({ command: 'ask', outcome: 'unknown', answer: { lead, sources: [] } });
    const vendor = reply.outcome === 'unknown' && notes(reply.answer)[0]?.includes('https://knowledge.mdaemon.com');
    expect(notes(reply.answer)[0]).toMatch(/`help` lists what you can ask me\./);
    expect(notes(reply.answer)[0]?.startsWith('Try `which ports')).toBe(as.reason === 'chat');
    expect(vendor).toBe(as.reason === 'unknown');
    // What asks for a secret may hold one.
    const question = as.reason === 'secret' ? undefined : 'which one is it';
    expect(recorded).toEqual([{ unmet: { why: as.reason, nearest: undefined }, question }]);
  });

  it('names the nearest entries, shows none of them, and is counted by the first', async () => {
    const { ask, recorded } = asking({ ...declined, others });
    const { answer } = await ask('how many users may connect');
    expect(notes(answer)).toEqual([
      `The closest answers I have: \`ports pop3\`, \`article localhost-rule\` or \`deadlines securityplus-4\`. ${vendorPages}`,
    ]);
    expect(renderAnswer(answer, plainLayout)).not.toMatch(/\d+\/tcp/);
    const chatAnswer = (await asking({ ...declined, others }, {}, chat).ask('how many users may connect')).answer;
    expect(notes(chatAnswer)).toEqual([`The buttons show the closest answers I have. ${vendorPages}`]);
    expect(chatAnswer.actions?.map(({ command }) => command)).toEqual([...others.map(({ line }) => line)]);
    expect(recorded[0]?.unmet).toEqual({ why: 'unknown', nearest: 'service:pop3' });
  });

  it.each([
    ['act', 'restart the server', "I only answer questions. I can't change anything on a server."],
    ['secret', 'updates password please', "I don't have passwords, keys or other secrets, and I can't get them."],
  ] as const)('says so (%s) also where a command could not read it: %s', async (reason, line, says) => {
    const { answer, outcome } = await asking({ ...declined, reason }).ask(line);
    expect(outcome).toBe('usage');
    expect(notes(answer).at(-1)).toBe(says);
    expect(notes((await asking(declined).ask(line)).answer)).not.toContain(says);
  });

  it('offers one command once', async () => {
    const twice = knowledge.rows.ports.filter(({ port, era }) => port === 80 && era === 'now');
    const same = twice.map(({ id }) => entry(`port:${id}`));
    expect(same.length).toBeGreaterThan(1);
    expect(notes((await asking({ ...declined, others: same }).ask('how many users')).answer)).toEqual([
      `The closest answers I have: \`ports 80\`. ${vendorPages}`,
    ]);
    const { answer } = await asking({ ...understood, others: same }).ask('mail port');
    expect(notes(answer).at(-1)).toBe('Same as `ports imap`. Not what you meant? `ports 80`.');
    const call = { path: ['ports'], values: { what: ['80'] }, line: 'ports 80' };
    expect(notes((await asking({ ...understood, call, others: same }).ask('web')).answer).at(-1)).toBe(
      'Same as `ports 80`.',
    );
  });

  it("shows no number of MDaemon's for another product", async () => {
    const numbered = [entry('article:submission-587-isp'), entry('article:minger-is-udp'), entry('service:imap')];
    const port = knowledge.rows.ports.find((row) => row.port === 995 && row.era === 'now');
    const elsewhere: Declined = {
      ...declined,
      reason: 'elsewhere',
      subject: 'Gmail',
      others: [entry(`port:${port?.id}`), ...numbered],
    };
    for (const capabilities of [terminal, chat]) {
      const reply = await asking(elsewhere, {}, capabilities).ask('imap port of gmail');
      expect(JSON.stringify(reply.answer)).toContain('ports imap');
      expect(JSON.stringify(reply.answer)).not.toMatch(/\d\d/);
    }
    const { answer } = await asking(elsewhere).ask('imap port of gmail');
    expect(notes(answer)[0]).toMatch(/^The closest answers about MDaemon: /);
  });

  it('is counted where a command knew nothing either, and not where it could not read the line', async () => {
    const { ask, recorded } = asking(declined);
    expect((await ask('ports sftp')).command).toBe('ports');
    await ask('updates often');
    expect(recorded.map(({ question }) => question)).toEqual(['ports sftp']);
  });

  it.each([
    ['remnd add in 2h look', '`remind add in 2h look`'],
    ['firewal imap', '`firewall imap`'],
    ['hepl', '`help`'],
  ])('is a misspelt command where it begins like one: %s', async (line, near) => {
    const { ask, recorded } = asking(declined);
    const reply = await ask(line);
    expect(reply.outcome).toBe('usage');
    expect(reply.answer.lead).toMatch(/^There is no command/);
    expect(notes(reply.answer).join()).toContain(near);
    expect(recorded).toEqual([]);
  });

  it('is one too where it is not understood as that command surely', async () => {
    for (const line of ['firewal imap', 'prosess imap'])
      expect((await asking(understood).ask(line)).outcome).toBe('usage');
    expect((await asking({ ...understood, sure: false }).ask('prots imap')).outcome).toBe('usage');
    for (const line of ['prots imap', 'firewalls for imap', 'firewal rules for imap at home', 'puertos imap'])
      expect(await asking(understood).ask(line)).toMatchObject({ command: 'ask', outcome: 'answered' });
  });

  it.each(['ask help', 'ask restart the server', 'ask remind add in 2h look'])(
    'is no misspelt command where the name is spelt right: %s',
    async (line) => {
      const reply = await asking({ ...declined, reason: 'act' }).ask(line);
      expect(reply).toMatchObject({ command: 'ask', outcome: 'unknown' });
      expect(reply.answer.lead).toBe("I only answer questions. I can't change anything on a server.");
    },
  );

  it('is no misspelt command where the word is short, or the reason is plain', async () => {
    expect((await asking(declined).ask('sort my inbox')).outcome).toBe('unknown');
    expect((await asking({ ...declined, reason: 'elsewhere' }).ask('remnd mysql')).outcome).toBe('unknown');
  });
});

describe('a press of "Not what you meant?"', () => {
  it('is not counted for an entry that is gone, and says so', async () => {
    const { ask, recorded } = asking(declined);
    expect(await ask('instead service:imap service:gone')).toMatchObject({ command: 'instead', outcome: 'unknown' });
    expect((await ask('instead service:imap service:__proto__')).outcome).toBe('unknown');
    expect(recorded).toEqual([]);
  });

  it.each(['instead of port 25 which port', 'instead of webmail', 'instead webmail'])(
    'is none where it is a question: %s',
    async (line) => {
      expect(await asking(understood).ask(line)).toMatchObject({ command: 'ask', answer: { ran: 'ports imap' } });
      const { ask, recorded } = asking(declined);
      expect(await ask(line)).toMatchObject({ command: 'ask', outcome: 'unknown' });
      expect(recorded).toEqual([{ unmet: { why: 'unknown', nearest: undefined }, question: line }]);
    },
  );

  it.each(['instead none article:', 'instead none :imap', 'instead __proto__:x constructor:y', 'instead service:imap'])(
    'is refused with what is no entry: %s',
    async (line) => {
      const { ask, recorded } = asking(declined);
      expect((await ask(line)).outcome).not.toBe('answered');
      expect(recorded.filter(({ unmet }) => unmet.why === 'not-meant')).toEqual([]);
    },
  );

  it('counts as shown only what is an entry', async () => {
    const { ask, recorded } = asking(declined);
    await ask('instead service:my-secret-text service:pop3');
    expect(recorded[0]?.unmet).toEqual({ why: 'not-meant', shown: undefined, wanted: 'service:pop3' });
  });

  it('works for every entry there is', async () => {
    const { ask } = asking(declined);
    const { rows } = knowledge;
    const keys = [
      ...rows.services.map(({ id }) => `service:${id}`),
      ...rows.ports.map(({ id }) => `port:${id}`),
      ...rows.processes.map(({ id }) => `process:${id}`),
      ...rows.articles.map(({ id }) => `article:${id}`),
      ...rows.deadlines.map(({ id }) => `deadline:${id}`),
      ...rows.renames.map(({ id }) => `rename:${id}`),
    ];
    expect(keys.length).toBeGreaterThan(150);
    for (const key of keys) {
      const line = `instead none ${key}`;
      expect(line.length).toBeLessThanOrEqual(90);
      expect((await ask(line)).outcome, line).toBe('answered');
    }
  });
});

describe('a model of the operator', () => {
  const other: Understood = {
    ...understood,
    call: { path: ['ports'], values: { what: ['pop3'] }, line: 'ports pop3' },
    about: [entry('service:pop3')],
    sure: false,
  };
  function saying(of: string | undefined) {
    const asked: string[] = [];
    const model: ModelChooser = {
      async choose(question) {
        asked.push(question);
        return of;
      },
    };
    return { asked, model };
  }

  it('is asked only where nothing was understood surely, and its class is understood by the same rules', async () => {
    const { asked, model } = saying('ports');
    expect((await asking(understood, { model }, terminal, other).ask('what is it')).answer.ran).toBe('ports imap');
    expect(asked).toEqual([]);
    const { answer } = await asking({ ...understood, sure: false }, { model }, terminal, other).ask('what is it');
    expect(answer.ran).toBe('ports pop3');
    expect(notes(answer)[0]).toMatch(/only about \d in 10 sure/);
    expect((await asking(declined, { model }, terminal, other).ask('what is it')).answer.ran).toBe('ports pop3');
    expect(asked).toEqual(['what is it', 'what is it']);
  });

  it('changes nothing where it says nothing, or what the rules refuse', async () => {
    const unsure = { ...understood, sure: false };
    for (const [of, as] of [
      [undefined, other],
      ['ports', { ...declined, reason: 'secret' }],
      ['ports', declined],
    ] as const) {
      const { answer } = await asking(unsure, { model: saying(of).model }, terminal, as).ask('what is it');
      expect(answer.ran).toBe('ports imap');
    }
  });

  it('is not asked about what is refused by rule', async () => {
    const { asked, model } = saying('ports');
    for (const reason of ['act', 'secret', 'elsewhere', 'chat', 'empty'] as const)
      await asking({ ...declined, reason, others }, { model }, terminal, other).ask('which one is it');
    expect(asked).toEqual([]);
  });
});

describe('how a question is understood', () => {
  it('is told by --explain, without the answer', async () => {
    const { answer } = await asking(declined).ask('ask --explain which port is imap');
    expect(answer.title).toBe('How I understand that');
    const shown = renderAnswer(answer, plainLayout);
    expect(shown).toContain(
      'I would answer with `ports imap`. The rules and the classifier agree on it, and they are sure enough.',
    );
    expect(shown).toMatch(/- language: english\n- services: IMAP\n/);
    expect(shown).toMatch(/The classifier\nKind of question +likely\nports +\d\d+%/);
    expect(shown).toMatch(/The rules\nCall +likely\nports imap +\d\d%/);
    expect(shown).not.toMatch(/993\/tcp/);
  });

  it('is not told by an option that there is none of', async () => {
    const reply = await asking(declined).ask('ask --explian which port is imap');
    expect(reply).toMatchObject({ outcome: 'usage', answer: { lead: 'There is no option --explian.' } });
  });
});

describe('how a server is right now', () => {
  it.each([
    ['is port 993 open on mail.example.com', 'check mail.example.com 993'],
    ['is mail.example.com reachable on 25 and 587?', 'check mail.example.com 25 587'],
    ['ist 192.0.2.25 erreichbar', 'check 192.0.2.25'],
  ])('is looked at and not answered: %s', async (question, line) => {
    const { answer, outcome } = await asking(understood).ask(`ask ${question}`);
    expect(outcome).not.toBe('answered');
    expect(answer.actions?.[0]?.command).toBe(line);
    expect(answer.lead).not.toMatch(/^(?:yes|no)\b/i);
  });

  it.each(['is port 993 open by default', 'is MDaemon.exe running all the time', 'may 127.0.0.1 be open'])(
    'is not asked by: %s',
    async (question) => {
      expect((await asking(understood).ask(`ask ${question}`)).outcome).toBe('answered');
    },
  );
});

describe('what people see', () => {
  const verdict = { says: 'no', because: '143 is IMAP, and TCP.' } as const;
  it('of an answer', async () => {
    const terminalReply = await asking({ ...understood, verdict, sure: false, confidence: 0.6, others }).ask(
      'is 143 udp',
    );
    await expect(`${renderAnswer(terminalReply.answer, plainLayout)}\n`).toMatchFileSnapshot(
      '../golden/terminal/ask-answered.txt',
    );
    const chatReply = await asking({ ...understood, verdict, sure: false, confidence: 0.6, others }, {}, chat).ask(
      'is 143 udp',
    );
    await expect(`${JSON.stringify(renderSlack(chatReply), null, 2)}\n`).toMatchFileSnapshot(
      '../golden/slack/ask-answered.json',
    );
  });

  it('of a refusal', async () => {
    const refused: Declined = { ...declined, reason: 'elsewhere', subject: 'Exchange', others };
    const terminalReply = await asking(refused).ask('exchange port');
    await expect(`${renderAnswer(terminalReply.answer, plainLayout)}\n`).toMatchFileSnapshot(
      '../golden/terminal/ask-declined.txt',
    );
    const chatReply = await asking(refused, {}, chat).ask('exchange port');
    await expect(`${JSON.stringify(renderSlack(chatReply), null, 2)}\n`).toMatchFileSnapshot(
      '../golden/slack/ask-declined.json',
    );
  });
});

it('answers a paste of rules that name one port again and again, and refuses too many', async () => {
  const rule = '-A INPUT -p tcp -m multiport --dports 25,80,110,143,443,465,587,993,995 -j ACCEPT\n';
  const { ask: askOwn } = await openTestBot();
  expect((await askOwn(rule.repeat(45))).outcome).not.toBe('failed');
  const ports = Array.from({ length: 110 }, (_, at) => 1_000 + at).join(' ');
  expect((await askOwn(`which of these ports do you know: ${ports}`)).outcome).not.toBe('failed');
});
