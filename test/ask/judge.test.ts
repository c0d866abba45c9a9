import { describe, expect, it } from 'vitest';
import { judge } from './judge.ts';
import { lineOf, questionOf } from './judged-fixture.ts';

const imapText = `Ports: IMAP (MDaemon today)

IMAP needs 993/tcp and 143/tcp inbound.

Port     Direction  What for       Open to
143/tcp  in         IMAP           internet, if used
993/tcp  in         IMAP over TLS  internet, if used

* 465, 993 and 995 are encrypted from the first byte. 25, 587, 143 and 110 start in clear and can add STARTTLS.

Sources
  Port numbers (everything-mdaemon.com, undated) https://www.everything-mdaemon.com/tags/smtp

Not what you meant? \`ports pop3\`, \`ports smtp\``;

const imap = questionOf('imap port', { ports: [143, 993] });
const declined = (text: string) => lineOf(text, { answered: false, command: null });

describe('an answer with ports', () => {
  it('is right with all that is expected, whatever notes, sources and suggestions say', () => {
    expect(judge(imap, lineOf(imapText))).toEqual({ says: 'right', reasons: [], wrongPort: false });
  });

  it('is wrong, and a wrong port, where the lead names another', () => {
    const text = imapText.replace('993/tcp and 143/tcp inbound', '993/tcp, 143/tcp and 995/tcp inbound');
    expect(judge(imap, lineOf(text))).toEqual({ says: 'wrong', reasons: ['shows port 995'], wrongPort: true });
  });

  it('is a wrong port where only the table shows it', () => {
    const text = imapText.replace('993/tcp  in         IMAP over TLS', '995/tcp  in         POP3 over TLS');
    expect(judge(imap, lineOf(text))).toMatchObject({ says: 'wrong', wrongPort: true });
  });

  it('is a wrong port where nobody knows the number but it is called a port', () => {
    expect(judge(imap, lineOf('IMAP needs 143, 993 and port 10143.'))).toMatchObject({ wrongPort: true });
    expect(judge(imap, lineOf('IMAP needs 143, 993 and 10143/tcp.'))).toMatchObject({ wrongPort: true });
  });

  it('is wrong without a wrong port where one is missing from the lead', () => {
    const text = imapText.replace('993/tcp and 143/tcp', '143/tcp');
    expect(judge(imap, lineOf(text))).toEqual({
      says: 'wrong',
      reasons: ['does not name port 993 first'],
      wrongPort: false,
    });
  });

  it('is wrong where the expected port is only a part of something else', () => {
    const text = 'IMAP4 came with 143.993 in 2143, at 127.0.0.143, on 1993-143-01.';
    expect(judge(imap, lineOf(text))).toMatchObject({
      says: 'wrong',
      reasons: ['does not name port 143 first', 'does not name port 993 first'],
    });
  });

  it('may name ports allowed besides, and those the question names', () => {
    const text = 'IMAP needs 993 and 143. 995 is POP3. 25 is SMTP.';
    const question = questionOf('is imap on 25', { ports: [143, 993], mayName: [995] });
    expect(judge(question, lineOf(text)).says).toBe('right');
  });

  it('is a wrong port where no port was asked for and the answer is about something else', () => {
    const question = questionOf('why did it restart', { holds: ['/update/'] });
    expect(judge(question, lineOf(imapText))).toMatchObject({ says: 'wrong', wrongPort: true });
  });
});

describe('yes and no', () => {
  const udp = questionOf('is 4069 tcp?', { verdict: 'no', ports: [4069], leads: ['/\\budp\\b/'] });

  it('is right before the title and after it', () => {
    expect(judge(udp, lineOf('No. 4069 is UDP, not TCP.\n\nPorts: 4069')).says).toBe('right');
    expect(judge(udp, lineOf('Is 4069 TCP or UDP?\n\nNo, it is UDP.')).says).toBe('right');
  });

  it('is wrong with the opposite, with none, and with one below', () => {
    expect(judge(udp, lineOf('Yes. 4069 is UDP.')).reasons).toEqual(['says yes, not no']);
    expect(judge(udp, lineOf('4069 is UDP.')).reasons).toEqual(['does not begin with yes, no or it depends']);
    expect(judge(udp, lineOf('Ports: 4069\n\n4069 is UDP.\n\nNo. It is not TCP.')).says).toBe('wrong');
  });

  it('does not take words that only begin so', () => {
    expect(judge(udp, lineOf('No deadline lies ahead for 4069, UDP.')).says).toBe('wrong');
    expect(judge(udp, lineOf('Yesterday 4069 was UDP.')).says).toBe('wrong');
  });

  it('accepts one of several, and both ways to say that it depends', () => {
    const question = questionOf('is dns udp', { verdict: ['yes', 'depends'], leads: ['/tcp/'] });
    expect(judge(question, lineOf('It depends. Sources differ, open TCP too.')).says).toBe('right');
    expect(judge(question, lineOf('Depends: TCP too.')).says).toBe('right');
    expect(judge(question, lineOf('No: TCP too.')).says).toBe('wrong');
  });
});

describe('what an answer holds', () => {
  it('is looked for in the body, and not in sources or suggestions', () => {
    const question = (text: string) => questionOf('x', { holds: [text] });
    const line = lineOf(imapText);
    expect(judge(question('STARTTLS'), line).says).toBe('right');
    expect(judge(question('everything-mdaemon'), line).says).toBe('wrong');
    expect(judge(question('pop3'), line).says).toBe('wrong');
  });

  it('has numbers whole, and any letters large or small', () => {
    const holds = (text: string) =>
      judge(questionOf('x', { holds: [text] }), lineOf('Since 18.0.0, see Port 2525.')).says;
    expect(holds('25')).toBe('wrong');
    expect(holds('18')).toBe('wrong');
    expect(holds('2525')).toBe('right');
    expect(holds('18.0.0')).toBe('right');
    expect(holds('SINCE')).toBe('right');
  });

  it('must not begin with what is excluded, but may hold it further down', () => {
    const question = questionOf('which can go', { holds: ['/starttls/'], lacks: ['/encrypted/'] });
    expect(judge(question, lineOf(imapText)).says).toBe('right');
    expect(judge(question, lineOf('Encrypted ones.\n\n* STARTTLS')).reasons).toEqual(['begins with /encrypted/']);
  });

  it('must come from the command that is right, where there is only one', () => {
    const question = questionOf('x', { holds: ['/imap/'], command: '^ports imap$' });
    expect(judge(question, lineOf(imapText)).says).toBe('right');
    expect(judge(question, lineOf(imapText, { command: 'ports mail' })).says).toBe('wrong');
  });
});

describe('declining', () => {
  const mysql = questionOf('mysql default port', { declines: true });
  const near = questionOf('port 4070', { declines: true });

  it('is right without a port, and with commands offered', () => {
    expect(judge(mysql, declined('I do not know.\n\nMySQL is none of my subjects.')).says).toBe('right');
    expect(judge(near, declined('Not known\n\n4070 is not in my documents. Near: `ports 4069`.')).says).toBe('right');
    expect(judge(near, declined('Not known\n\nNothing on 4070.\n\nNearest\n- `ports 4069`')).says).toBe('right');
  });

  it('is wrong with a port of ours as if it answered', () => {
    expect(judge(mysql, declined('I do not know. Perhaps 443/tcp.'))).toMatchObject({
      says: 'wrongly answered',
      wrongPort: true,
    });
    expect(judge(near, declined('Not known\n\nPort      What for\n4069/udp  Minger'))).toMatchObject({
      wrongPort: true,
    });
  });

  it('is missed where it was answered, and a wrong port where that shows one, the one asked for included', () => {
    expect(judge(mysql, lineOf('Updates\n\nUnder Setup.'))).toMatchObject({
      says: 'wrongly answered',
      wrongPort: false,
    });
    expect(judge(mysql, lineOf(imapText))).toMatchObject({ says: 'wrongly answered', wrongPort: true });
    const exchange = questionOf('exchange port 25', { declines: true });
    expect(judge(exchange, lineOf('25/tcp inbound is SMTP.'))).toMatchObject({ wrongPort: true });
  });

  it('is wrong where the knowledge answers, and right where either is fair', () => {
    expect(judge(imap, declined('I do not know.'))).toMatchObject({ says: 'wrongly declined', wrongPort: false });
    const either = questionOf('ldap port', { mayDecline: true, holds: ['/not known/'] });
    expect(judge(either, declined('I do not know.')).says).toBe('right');
    expect(judge(either, lineOf('Not known from any document.')).says).toBe('right');
    expect(judge(either, lineOf('389/tcp')).says).toBe('wrong');
    expect(judge(either, declined('I do not know; try 389/tcp.'))).toMatchObject({ wrongPort: true });
  });
});
