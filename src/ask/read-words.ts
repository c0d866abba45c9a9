/** A run of letters and digits, with single marks inside: `4069/udp`, `24.5.1c`, `can't`, `mdaemon.exe`. */
const run = /[\p{L}\p{N}]+(?:[.\-_/:'@+&][\p{L}\p{N}]+)*/gu;

/** Runs that are one word although they have marks inside. */
const whole = [
  /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?$/,
  /^v?\d+(?:\.\d+){1,3}[a-z]?$/,
  /^v?\d+(?:\.\d+){0,2}\.x$/,
  /^cve-\d{4}-\d+$/,
  /^\d{4}-\d{2}(?:-\d{2})?$/,
  /^\d{1,2}\.\d{1,2}\.\d{4}$/,
  /^\d{1,5}\/(?:tcp|udp)$/,
  /^[\p{L}\p{N}_-]{1,60}\.(?:exe|sem|ini|dll|dat|db|ps1|log)$/u,
];

/** Names of machines and times of day: `mail-01`, `srv02`, `2am`. */
const idle = /^(?:\p{L}{2,12}-?0\d{1,2}|\d{1,2}(?:am|pm))$/u;
/** Without its mark it would be a name: `im`. */
const contraction = /^i'm$/;

/** `minger's shared secret` is about Minger. */
const possessive = /^[\p{L}\p{N}-]{2,}'s$/u;

/** Versions as they stand in banners, `mdaemon/24.5.1c`, and in ranges, `20.0.1-20.0.4`, with blanks around them. */
const glued: readonly (readonly [RegExp, string])[] = [
  [/(?<![\p{L}\p{N}])(\p{L}{2,20})[/_-]?(v?\d{1,3}(?:\.\d{1,3}){1,2}[a-z]?)(?![\p{L}\p{N}.])/gu, '$1 $2'],
  [/(?<![\w.])(v?\d{1,2}(?:\.\d{1,2}){1,3}[a-z]?)-(v?\d{1,2}(?:\.\d{1,2}){1,3}[a-z]?)(?![\w.])/g, '$1 to $2'],
  [/(?<![\w.])(v?\d{1,2}(?:\.\d{1,2}){0,3}[a-z]?)\+(?![\w+])/g, '$1 and later'],
];
/** A record's number in any writing: `CVE 2020 18723`, `cve2020-18723`, `2020-18723`. A pair of years is none. */
const records: readonly RegExp[] = [
  /(?<![\w.-])cve[\s:_\u2010-\u2015-]{0,3}((?:19|20)\d\d)[\s_\u2010-\u2015-]{1,3}(\d{4,7})(?![\w.])/g,
  /(?<![\w.-])((?:19|20)\d\d)[_\u2010-\u2015-](?!(?:19|20)\d\d(?!\d))(\d{4,7})(?![\w.-])/g,
];
/** More of them are no question. */
const mostFurther = 4;
/** `CVE-2021-27180 and 27183`: the second is of the same year. */
const further = /(cve-(\d{4})-\d{4,7})((?:\s*,)?(?:\s+(?:and|or|und|oder|y|o))?\s+-?)(?=\d{5,7}(?![\w.]))/;

/** Splits a folded text into words, in time that grows with its length only. */
export function readWords(folded: string): string[] {
  const words: string[] = [];
  for (const [text] of (/\d/.test(folded) ? spaced(folded) : folded).matchAll(run)) {
    if (idle.test(text)) continue;
    if (contraction.test(text)) words.push('i', 'am');
    else if (possessive.test(text) && !/^(?:what|that|it|there|here|who|how|where|when|why|let|he|she)'s$/.test(text))
      for (const part of text.slice(0, -2).split(/[.\-_/:@+&]/)) pushUnglued(part, words);
    else if (text.length <= 80 && whole.some((pattern) => pattern.test(text))) words.push(text);
    else for (const part of text.replaceAll("'", '').split(/[.\-_/:@+&]/)) pushUnglued(part, words);
  }
  return words;
}

function spaced(folded: string): string {
  let text = folded;
  for (const record of records) text = text.replace(record, 'cve-$1-$2');
  for (let count = 0; count < mostFurther && further.test(text); count += 1)
    text = text.replace(new RegExp(further.source, 'g'), '$1$3cve-$2-');
  for (const [pattern, apart] of glued) text = text.replace(pattern, apart);
  return text;
}

/** `port25` is two words, `25tcp` is a port with its transport. */
function pushUnglued(text: string, words: string[]): void {
  if (text.length > 12 || !/\d/.test(text)) {
    words.push(text);
    return;
  }
  const named = /^(ports?|puertos?|tcp|udp|smtp|imap|pop|http|https|webmail|version|v)(\d{2,5})$/.exec(text);
  // `25er Versionen`
  const [, series] = /^(\d{1,2})er$/.exec(text) ?? [];
  if (series !== undefined) words.push(series, 'er');
  if (series !== undefined) return;
  const [, transported, transport] = /^(\d{1,5})(tcp|udp)$/.exec(text) ?? [];
  if (named !== null) words.push(named[1] ?? '', named[2] ?? '');
  else words.push(transported === undefined ? text : `${transported}/${transport}`);
}
