import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Input } from '../../src/bot/request.ts';
import { requestOf, routerWithEvents } from './fixture.ts';

const { router } = routerWithEvents();
const dispatch = (input: Input | string) => router.dispatch(requestOf(input));
const valuesOf = async (input: Input | string) => JSON.parse((await dispatch(input)).answer.lead);

describe('arguments of a line', () => {
  it.each([
    ['firewall rules imap', { services: ['imap'], format: 'ufw', from: [] }],
    ['firewall imap smtp', { services: ['imap', 'smtp'], format: 'ufw', from: [] }],
    ['firewall', { services: [], format: 'ufw', from: [] }],
    ['FIREWALL Rules imap NFTABLES', { services: ['imap'], format: 'nftables', from: [] }],
    ['firewall imap format nftables', { services: ['imap'], format: 'nftables', from: [] }],
    ['firewall imap --format nftables', { services: ['imap'], format: 'nftables', from: [] }],
    ['firewall imap --format=nftables', { services: ['imap'], format: 'nftables', from: [] }],
    ['firewall imap format=nftables', { services: ['imap'], format: 'nftables', from: [] }],
    ['firewall imap,smtp, pop3', { services: ['imap', 'smtp', 'pop3'], format: 'ufw', from: [] }],
    ['firewall in imap', { services: ['imap'], format: 'ufw', direction: 'inbound', from: [] }],
    [
      'firewall imap from 10.0.0.0/8 ::1/128 to mx out',
      {
        services: ['imap'],
        format: 'ufw',
        direction: 'outbound',
        from: ['10.0.0.0/8', '::1/128'],
        to: 'mx',
      },
    ],
    [
      'firewall from 10.0.0.0/8 from 192.168.0.0/16',
      { services: [], format: 'ufw', from: ['10.0.0.0/8', '192.168.0.0/16'] },
    ],
    ['firewall "format" imap', { services: ['format', 'imap'], format: 'ufw', from: [] }],
    ['firewall limit 3 force', { services: [], format: 'ufw', from: [], limit: 3, force: true }],
    ['firewall --force=no', { services: [], format: 'ufw', from: [], force: false }],
    ['firewall __proto__ constructor=x', { services: ['__proto__', 'constructor=x'], format: 'ufw', from: [] }],
    ['note zone Europe/Berlin in 2h: the "bad queue', { zone: 'Europe/Berlin', text: 'in 2h: the "bad queue' }],
    ['note --days 30,7 1 in 2 days look', { days: [30, 7, 1], text: 'in 2 days look' }],
    ["note don't  forget", { text: "don't  forget" }],
  ])('%s', async (line, expected) => {
    expect(await valuesOf(line)).toEqual(expected);
  });

  it('come the same from words and from a call', async () => {
    expect(await valuesOf({ kind: 'words', words: ['firewall', 'two words', '--to', 'mx'] })).toMatchObject({
      services: ['two words'],
      to: 'mx',
    });
    const values = { services: ['imap'], format: 'json' };
    expect(await valuesOf({ kind: 'call', path: ['firewall', 'rules'], values })).toMatchObject(values);
  });
});

describe('what cannot be run gets a sentence', () => {
  it.each([
    ['firewal imap', 'unknown-command', /no command “firewal”/, /`firewall imap`/],
    ['xyzzy', 'unknown-command', /no command “xyzzy”/, /`help` lists/],
    ['firewall --formt ufw', 'unknown-option', /“--formt”/, /`--format`/],
    ['firewall format=bmp', 'bad-argument', /“bmp” isn’t valid here: `format` is one of/, /Write `firewall rules/],
    ['firewall --format', 'missing-value', /`format` needs a value: one of `nftables`/, /Write/],
    ['firewall in out', 'said-twice', /“inbound” and “outbound”/, /Keep one/],
    ['firewall limit many', 'bad-argument', /“many”.*a number/, /Write/],
    ['firewall limit 11', 'bad-argument', /“11”.*10/, /Write/],
    ['firewall "imap', 'unclosed-quote', /“imap” is never closed/, /Close it/],
    ['note', 'missing-argument', /`note` needs the text/, /for example `note in 2h/],
    ['purge', 'not-allowed', /administrator/, /Ask one/],
    ['purge now', 'unexpected-word', /“now”/, /Write `purge`/],
    [`firewall ${'a'.repeat(10_000)}`, 'line-too-long', /10,009 characters/, /`help`/],
  ])('%s', async (line, code, message, remedy) => {
    const { router: own, events } = routerWithEvents();
    const reply = await own.dispatch(requestOf(line));
    expect(reply.outcome).toBe('usage');
    expect(reply.answer.lead).toMatch(message);
    expect(reply.answer.sections.map((section) => ('text' in section ? section.text : '')).join()).toMatch(remedy);
    expect(events[0]?.error).toMatchObject({ code });
  });

  it('a fault of ours shows the request and nothing of its cause', async () => {
    const reply = await dispatch('broken');
    expect(reply.outcome).toBe('failed');
    expect(JSON.stringify(reply)).not.toContain('secret detail');
    expect(reply.answer.lead).toContain('r1');
  });

  it('administrators may do what is theirs', async () => {
    expect((await router.dispatch(requestOf('purge', 'administrator'))).outcome).toBe('answered');
  });

  it('the name of the bot before a command is passed over', async () => {
    expect((await dispatch('/bot firewall imap')).command).toBe('firewall rules');
    expect((await dispatch('/Bot')).command).toBe('help');
  });

  it('nothing at all is help', async () => {
    expect((await dispatch('')).command).toBe('help');
    expect((await dispatch('\u200b \u0000')).command).toBe('help');
  });

  it('whatever is typed is answered', async () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .array(
          fc.constantFrom(
            'firewall',
            'rules',
            'note',
            '--',
            '=',
            '--from',
            'from=',
            '"',
            '__proto__',
            '\u202e',
            '\u{1f525}',
            'toString=1',
          ),
        )
        .map((parts) => parts.join(' ')),
    );
    await fc.assert(
      fc.asyncProperty(line, async (text) => {
        const reply = await dispatch(text);
        expect(reply.answer.lead.length).toBeGreaterThan(0);
        expect(reply.outcome === 'failed' && reply.command !== 'broken').toBe(false);
        if (reply.outcome !== 'answered') expect(reply.answer.lead).not.toMatch(/[\p{Cc}\u202a-\u202e]/u);
      }),
    );
  });
});

describe('a line no command claims', () => {
  const { router: asking, events } = routerWithEvents('say');
  const said = async (input: Input | string) => {
    const reply = await asking.dispatch(requestOf(input));
    return reply.outcome === 'answered' ? JSON.parse(reply.answer.lead) : reply.outcome;
  };

  it.each([
    ['which  "ports" for --imap', 'which  "ports" for --imap'],
    ['"quoted first', '"quoted first'],
    ['/bot which port', 'which port'],
    // A name that is also a word belongs to the question.
    ['bot which port', 'bot which port'],
    ['🙂', '🙂'],
  ])('%s goes to the fallback as typed', async (line, expected) => {
    expect(await said(line)).toEqual({ line: expected });
  });

  it('goes there from words too', async () => {
    expect(await said({ kind: 'words', words: ['which', 'port'] })).toEqual({ line: 'which port' });
  });

  it('is an unknown command where a surface names its path, and where there is no fallback', async () => {
    expect(await said({ kind: 'call', path: ['which'], values: {} })).toBe('usage');
    expect((await dispatch('which port')).outcome).toBe('usage');
  });

  it('that is too long is refused before', async () => {
    expect(await said('a '.repeat(2_001))).toBe('usage');
  });

  it('that a command refuses may be answered in its place', async () => {
    const refused = { name: 'firewall rules', outcome: 'usage' };
    expect(await said('firewall limit who knows?')).toEqual({ line: 'firewall limit who knows?', refused });
    expect((await asking.dispatch(requestOf('firewall limit who knows?'))).command).toBe('say');
  });

  it.each([
    ['not where the fallback has no answer', 'firewall limit many', 'usage'],
    ['not where the command changes something', 'store a?', 'usage'],
    ['not from words', { kind: 'words', words: ['firewall', 'limit', 'who?'] } as const, 'usage'],
    ['not where an option stands in it', 'firewall limit who? --format', 'usage'],
    ['not where the right is missing', 'purge', 'usage'],
    ['not where it is the fallback itself', 'say', 'usage'],
    ['not where the command answers', 'firewall who?', { services: ['who?'], format: 'ufw', from: [] }],
  ])('%s', async (_what, input, expected) => {
    expect(await said(input)).toEqual(expected);
  });

  it('keeps the refusal where the fallback has no answer, with what it would do instead', async () => {
    const { answer } = await asking.dispatch(requestOf('firewall limit many'));
    expect(answer.lead).toMatch(/“many”/);
    expect(answer.sections.at(-1)).toMatchObject({ text: 'Or this?' });
  });

  it('is reported once, with the refusal that stands', async () => {
    events.length = 0;
    await asking.dispatch(requestOf('firewall limit many'));
    expect(events).toMatchObject([{ reply: { command: 'firewall rules' }, error: { code: 'bad-argument' } }]);
  });

  it('shows a fault of ours in the fallback', async () => {
    expect(await said('break?')).toBe('failed');
    expect(await said('help break?')).toBe('failed');
  });

  it('that is a rest alone is taken whole', async () => {
    expect(await said('say --why does=it line x')).toEqual({ line: '--why does=it line x' });
    expect(await said('say --line it is')).toEqual({ line: 'it is' });
  });
});

describe('an input is inspected', () => {
  const call = (path: string[], values = {}): Input => ({ kind: 'call', path, values });

  it.each<[Input | string, string | undefined, boolean]>([
    ['store put later', 'store put later', true],
    ['/bot store put later', '/bot store put later', true],
    ['note later', 'note later', false],
    ['what is this', 'what is this', false],
    ['', '', false],
    ['x'.repeat(5_000), 'x'.repeat(5_000), false],
    [{ kind: 'words', words: ['store', 'put', 'later'] }, 'store put later', true],
    [call(['store', 'put'], { text: 'later' }), 'store put later', true],
    [call(['purge']), 'purge', false],
    [call(['nothing']), undefined, false],
  ])('%j', (input, line, changes) => {
    expect(router.inspect(requestOf(input).input)).toEqual({ line, changes });
  });
});
