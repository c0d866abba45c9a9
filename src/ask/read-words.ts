/** A run of letters and digits, with single marks inside: `4069/udp`, `24.5.1c`, `can't`, `mdaemon.exe`. */
const run = /[\p{L}\p{N}]+(?:[.\-_/:'@+&][\p{L}\p{N}]+)*/gu;

/** Runs that are one word although they have marks inside. */
const whole = [
  /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?$/,
  /^v?\d+(?:\.\d+){1,3}[a-z]?$/,
  /^cve-\d{4}-\d+$/,
  /^\d{4}-\d{2}(?:-\d{2})?$/,
  /^\d{1,2}\.\d{1,2}\.\d{4}$/,
  /^\d{1,5}\/(?:tcp|udp)$/,
  /^[\p{L}\p{N}_-]{1,60}\.(?:exe|sem|ini|dll|dat|db|ps1|log)$/u,
];

/** Splits a folded text into words, in time that grows with its length only. */
export function readWords(folded: string): string[] {
  const words: string[] = [];
  for (const [text] of folded.matchAll(run)) {
    // As `netstat` prints it: an address with its port.
    const [, address, port] = /^(\d{1,3}(?:\.\d{1,3}){3}):(\d{1,5})$/.exec(text) ?? [];
    if (address !== undefined && port !== undefined) {
      words.push(address, port);
      continue;
    }
    if (text.length <= 80 && whole.some((pattern) => pattern.test(text))) words.push(text);
    else for (const part of text.replaceAll("'", '').split(/[.\-_/:@+&]/)) pushUnglued(part, words);
  }
  return words;
}

/** `port25` is two words, `25tcp` is a port with its transport. */
function pushUnglued(text: string, words: string[]): void {
  if (text.length > 12 || !/\d/.test(text)) {
    words.push(text);
    return;
  }
  const named = /^(ports?|puertos?|tcp|udp|smtp|imap|pop|http|https|webmail|version|v)(\d{2,5})$/.exec(text);
  const [, transported, transport] = /^(\d{1,5})(tcp|udp)$/.exec(text) ?? [];
  if (named !== null) words.push(named[1] ?? '', named[2] ?? '');
  else words.push(transported === undefined ? text : `${transported}/${transport}`);
}
