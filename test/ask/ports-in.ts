/** Ports of MDaemon, of its add-ons, and of what people mix it up with. A bare number is a port only if it is here. */
const wellKnown: ReadonlySet<number> = new Set([
  ...[21, 25, 53, 80, 110, 143, 366, 443, 444, 445, 465, 587, 993, 995, 1000, 3000, 3101, 4069, 5222],
  ...[22, 23, 69, 88, 119, 123, 135, 137, 138, 139, 161, 162, 389, 514, 563, 636, 783, 873, 989, 990, 1080, 1433, 1521],
  ...[2083, 2095, 2096, 2525, 3128, 3268, 3306, 3389, 4000, 4070, 4190, 5060, 5223, 5269, 5432, 5900, 6379, 7025, 7070],
  ...[7071, 7443, 8000, 8008, 8025, 8080, 8081, 8443, 8880, 9090, 9999, 10000, 27017],
]);

const candidate = /(?<![\w.:/\\-])(\d{1,5})(\/(?:tcp|udp)\b)?(?![\w/\\]|[.:-]\d)/gi;
const calledPort = /\bports?[\s:`“"]*$/i;
const calledVersion = /\b(?:version|mdaemon|bes|v)\s+$/i;
const counted =
  /^\s*(?:%|years?|months?|weeks?|days?|hours?|minutes?|seconds?|times|characters?|bits?|things|january|february|march|april|may|june|july|august|september|october|november|december)\b/i;

/**
 * The port numbers a sentence names, in order, each once.
 *
 * A number is one if it says so (`port 26`, `26/tcp`), or stands alone and is a port that people know. Parts of
 * versions, dates, addresses and names (`23.0.1`, `2008-12-31`, `127.0.0.1`, `IMAP4`) are none, nor is what is counted
 * (`21 years`).
 */
export function portsIn(sentence: string): number[] {
  const found = [...sentence.matchAll(candidate)].flatMap((match) => {
    const number = Number(match[1]);
    if (number < 1 || number > 65_535) return [];
    const before = sentence.slice(0, match.index);
    if (match[2] !== undefined || calledPort.test(before)) return [number];
    const isOther = calledVersion.test(before) || counted.test(sentence.slice(match.index + match[0].length));
    return wellKnown.has(number) && !isOther ? [number] : [];
  });
  return [...new Set(found)];
}
