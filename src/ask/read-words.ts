/** What is beyond this many characters is not read. */
export const longestQuestion = 500;

/** Characters that some scripts expand to many; what is beyond this is not read either. */
const longestFolded = 2 * longestQuestion;

/** A word of a question, folded: lower case, without accents. */
export interface Word {
  readonly text: string;
  /** Where it stands among the words, from 0. */
  readonly at: number;
}

/** Lower case, no accents and umlauts, plain quotes; cut at 500 characters. Takes any text at all. */
export function fold(text: string): string {
  return text
    .slice(0, longestQuestion)
    .toWellFormed()
    .normalize('NFKC')
    .slice(0, longestFolded)
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/[\p{M}\u00ad\u200b-\u200f\u2060]/gu, '')
    .replace(/[’‘`´]/g, "'");
}

/** A run of letters and digits, with single marks inside: `4069/udp`, `24.5.1c`, `can't`, `mdaemon.exe`. */
const run = /[\p{L}\p{N}]+(?:[.\-_/:'@+][\p{L}\p{N}]+)*/gu;

/** Runs that are one word although they have marks inside. */
const whole = [
  /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?$/,
  /^v?\d+(?:\.\d+)+[a-z]?$/,
  /^cve-\d{4}-\d+$/,
  /^\d{4}-\d{2}(?:-\d{2})?$/,
  /^\d{1,2}\.\d{1,2}\.\d{4}$/,
  /^\d{1,5}\/(?:tcp|udp)$/,
  /^[\p{L}\p{N}_-]+\.(?:exe|sem|ini|dll|dat|db|ps1|log)$/u,
];

/** Splits a folded question into words, in time that grows with its length only. */
export function readWords(folded: string): Word[] {
  const texts: string[] = [];
  for (const [text] of folded.matchAll(run)) {
    if (whole.some((pattern) => pattern.test(text))) texts.push(text);
    else
      texts.push(
        ...text
          .replaceAll("'", '')
          .split(/[.\-_/:@+]/)
          .flatMap(splitGlued),
      );
  }
  return texts.filter((text) => text !== '').map((text, at) => ({ text, at }));
}

/** `port25` is two words, `25tcp` is one port. */
function splitGlued(text: string): string[] {
  const named = /^(ports?|puertos?|tcp|udp)(\d{1,5})$/.exec(text);
  if (named !== null) return [named[1] ?? '', named[2] ?? ''];
  const transport = /^(\d{1,5})(tcp|udp)$/.exec(text);
  return transport === null ? [text] : [`${transport[1]}/${transport[2]}`];
}
