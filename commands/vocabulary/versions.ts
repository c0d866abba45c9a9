import type { KnowledgeBase, Release } from '../../knowledge/knowledge.ts';
import { compareVersions, daysOutOfDate, isWithin } from '../../knowledge/knowledge.ts';
import { quote, UserError } from '../../src/bot/bot.ts';
import { spanInWords } from './dates.ts';

/** The vendor's page of security updates; the record of CVE-2025-3929 refers to it. */
export const vendorPage = 'https://mdaemon.com/pages/downloads-critical-updates';

/** Said with everything that is claimed about vulnerabilities. */
export function asOfSentence({ asOf }: KnowledgeBase): string {
  return `As of ${asOf}; newer advisories may exist: look at ${vendorPage}`;
}

const basisInWords = { released: 'released on', seen: 'seen in use since', named: 'first named in a document of' };

/** How a release's day is known: `released on 2024-03-07`. */
export function releaseInWords({ basis, date }: Release): string {
  return `${basisInWords[basis]} ${date}`;
}

/** A sentence to say first about a version that is newer than any known one; `undefined` for others. */
export function newerThanKnown(version: string, knowledge: KnowledgeBase): string | undefined {
  const [newest] = knowledge.releases;
  if (newest === undefined || compareVersions(version, newest.id) <= 0) return undefined;
  return `${version} is newer than the newest release I know, ${newest.id} (${releaseInWords(newest)}).`;
}

/**
 * A sentence to say first about a version that came up after the list of advisories ends, so that its absence from the
 * list shows nothing; `undefined` for others.
 */
export function newerThanAdvisories(version: string, knowledge: KnowledgeBase): string | undefined {
  const { asOf, releases } = knowledge;
  const isCovered = ({ date }: Release) => date.slice(0, asOf.length) <= asOf;
  // The newest release comes first.
  const covered = releases.find(isCovered);
  const later = releases.filter((row) => !isCovered(row) && isNewer(row.id, covered)).at(-1);
  if (later === undefined || !isNewer(version, covered)) return undefined;
  if (compareVersions(version, later.id) < 0 && !isWithin(later.id, version)) return undefined;
  const exact = releases.find(({ id }) => id === version);
  const known = exact === undefined ? '' : ` (${releaseInWords(exact)})`;
  return `${version}${known} is newer than my list of advisories, which ends with ${asOf}.`;
}

function isNewer(version: string, release: Release | undefined): boolean {
  return release === undefined || compareVersions(version, release.id) > 0;
}

/** A line for whoever looks after the bot, where its knowledge is older than 180 days. */
export function oldKnowledgeSentence(knowledge: KnowledgeBase, now: Date): string | undefined {
  const days = daysOutOfDate(knowledge, now);
  return days === undefined
    ? undefined
    : `My list of advisories ends with ${knowledge.asOf}, ${spanInWords(days)} ago. Newer advisories are missing, and newer releases may be: look at ${vendorPage}`;
}

/**
 * A version as somebody typed it, without a leading v.
 *
 * @throws {UserError} `bad-version`
 */
export function requireVersion(text: string): string {
  const version = text.toLowerCase().replace(/^v/, '');
  if (/^\d{1,2}(\.\d{1,2}){0,3}[a-z]?$/.test(version)) return version;
  throw new UserError({
    code: 'bad-version',
    message: `${quote(text, 40)} isn’t an MDaemon version.`,
    remedy: 'Write it as `24.5.1c` or `23.5`.',
  });
}
