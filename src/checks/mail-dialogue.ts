import type { Socket } from 'node:net';
import { type ProbeResult, printable } from './check.ts';
import { DialogueError, LineReader } from './connection.ts';
import { readSoftware } from './software.ts';
import { secure } from './tls.ts';

/*
 * The least that mail servers can be asked: greeting, capabilities, STARTTLS, farewell. Never a name or a password, since
 * MDaemon's Dynamic Screening blocks addresses that fail to log in.
 */

type MailProtocol = 'smtp' | 'pop3' | 'imap';

interface DialogueOptions {
  readonly host: string;
  /** How long each answer may take. */
  readonly answerMs: number;
  readonly signal: AbortSignal;
  readonly now: Date;
  /** As in `TlsOptions`. */
  readonly maxVersion?: 'TLSv1.1';
}

/** What a dialogue adds to a result. It is filled as the dialogue goes, so that what was learnt stays if it breaks off. */
export type Findings = { -readonly [K in keyof Omit<ProbeResult, 'probe' | 'tookMs'>]: ProbeResult[K] };

interface Language {
  /** Whether a greeting's first line offers service; nothing where it is not of this protocol. */
  serves(line: string): boolean | undefined;
  /** More lines of the same reply follow this one. */
  continues(line: string, first: string): boolean;
  readonly capabilities: (greeter: string) => string;
  readonly startTls: { readonly offered: RegExp; readonly command: string; readonly accepted: RegExp };
  readonly farewell: string;
}

const languages: Readonly<Record<MailProtocol, Language>> = {
  smtp: {
    serves: (line) => (/^220[ -]/.test(line) ? true : /^[245]\d\d([ -]|$)/.test(line) ? false : undefined),
    continues: (line) => /^\d{3}-/.test(line),
    capabilities: (greeter) => `EHLO ${greeter}`,
    startTls: { offered: /^250[ -]STARTTLS\s*$/i, command: 'STARTTLS', accepted: /^220/ },
    farewell: 'QUIT',
  },
  pop3: {
    serves: (line) => (/^\+OK/.test(line) ? true : /^-ERR/.test(line) ? false : undefined),
    continues: (line, first) => first.startsWith('+OK') && line !== '.',
    capabilities: () => 'CAPA',
    startTls: { offered: /^STLS\s*$/i, command: 'STLS', accepted: /^\+OK/ },
    farewell: 'QUIT',
  },
  imap: {
    serves: (line) => (/^\* (OK|PREAUTH)\b/i.test(line) ? true : /^\* BYE\b/i.test(line) ? false : undefined),
    continues: (line) => !/^a\d /.test(line),
    capabilities: () => 'a1 CAPABILITY',
    startTls: { offered: /^\* CAPABILITY\b.*\bSTARTTLS\b/i, command: 'a2 STARTTLS', accepted: /^a2 OK/i },
    farewell: 'a3 LOGOUT',
  },
};

/** The most lines of one reply. */
const mostLines = 100;

/** Reads the greeting and what is offered, and tries STARTTLS where the probe expects it. */
export async function talkMail(
  socket: Socket,
  protocol: MailProtocol,
  expectsStartTls: boolean,
  findings: Findings,
  options: DialogueOptions,
): Promise<void> {
  const { answerMs, signal } = options;
  const language = languages[protocol];
  const reader = new LineReader(socket);
  const say = (line: string) => socket.write(`${line}\r\n`);
  let first: string;
  try {
    first = await reader.line(answerMs, signal);
  } catch (error) {
    if (!(error instanceof DialogueError)) throw error;
    if (reader.partial !== '') findings.greeting = printable(reader.partial);
    findings.doubt = `it accepts the connection, but ${error.message}`;
    socket.destroy();
    return;
  }
  findings.greeting = printable(first);
  const software = readSoftware(first);
  if (software !== undefined) findings.software = software;
  const serves = language.serves(first);
  if (serves !== true) {
    if (serves === false) {
      findings.state = 'not-serving';
      findings.reason = 'it refuses to serve';
    } else findings.doubt = `that isn’t a proper ${protocol.toUpperCase()} greeting`;
    say(language.farewell);
    return;
  }
  if (protocol === 'smtp') await restOfReply(reader, first, language, options);
  try {
    say(language.capabilities(greeter(socket)));
    const capabilities = await reply(reader, language, options);
    const [answer = ''] = capabilities;
    if (protocol === 'smtp' && !/^250/.test(answer)) {
      if (/^[45]/.test(answer)) {
        findings.state = 'not-serving';
        findings.reason = `it answers EHLO with ${printable(answer, 80)}`;
      } else findings.doubt = `it answers EHLO with ${printable(answer, 80)}`;
      say(language.farewell);
      return;
    }
    if (expectsStartTls) {
      const { offered, command, accepted } = language.startTls;
      if (!capabilities.some((line) => offered.test(line))) {
        findings.startTls = 'not-offered';
      } else {
        findings.startTls = 'offered-but-fails';
        say(command);
        const answer =
          (await reply(reader, { ...language, continues: languages.smtp.continues }, options)).at(-1) ?? '';
        if (!accepted.test(answer)) {
          findings.tlsFailure = `it answers ${command.split(' ').at(-1)} with ${printable(answer, 80)}`;
        } else {
          reader.release();
          const secured = await secure(socket, { ...options, timeoutMs: answerMs });
          findings.startTls = 'works';
          findings.tls = secured.report;
          secured.socket.end(`${language.farewell}\r\n`);
          return;
        }
      }
    }
    say(language.farewell);
  } catch (error) {
    if (!(error instanceof DialogueError)) throw error;
    if (findings.startTls === 'offered-but-fails') findings.tlsFailure ??= error.message;
    else findings.doubt = `after its greeting ${error.message}`;
    socket.destroy();
  }
}

async function restOfReply(reader: LineReader, first: string, language: Language, options: DialogueOptions) {
  const lines = [first];
  while (language.continues(lines.at(-1) ?? '', first)) {
    if (lines.length >= mostLines) throw new DialogueError('its reply never ends');
    lines.push(await reader.line(options.answerMs, options.signal));
  }
  return lines;
}

async function reply(reader: LineReader, language: Language, options: DialogueOptions): Promise<string[]> {
  return restOfReply(reader, await reader.line(options.answerMs, options.signal), language, options);
}

/** How we introduce ourselves: by the address, which is always true (RFC 5321, 4.1.3). */
function greeter({ localAddress = '127.0.0.1' }: Socket): string {
  const address = localAddress.replace(/^::ffff:/, '');
  return address.includes(':') ? `[IPv6:${address}]` : `[${address}]`;
}
