import type { NameIndex } from './name-index.ts';
import type { Advisory, AdvisoryStatement, AffectedRange, Service } from './schema.ts';
import { compareVersions, isBuildOf, isInSpan, isSeries, isWithin, type VersionSpan } from './versions.ts';

/** Why a statement about versions does not settle a question about one. */
type Uncertainty =
  /** It names no version at all. */
  | 'no-version'
  /** It begins later: the record starts at 14, and 12 was asked about. */
  | 'below-range'
  /** Behind the affected versions, and before the first one that is said to be fixed. */
  | 'before-fix'
  /** Behind the affected versions, and nothing says which version is fixed. */
  | 'no-fix-known'
  /** A lettered build of the fixed release's number, which may have been made before the release. */
  | 'lettered-build'
  /** `25.0` stands for versions of which some are affected and some are not. */
  | 'series';

/** One source's verdict on a version. `range` is the one that decides; absent if the source has none. */
export interface StatementVerdict {
  readonly statement: AdvisoryStatement;
  readonly says: 'affected' | 'fixed' | 'cannot-tell';
  readonly range?: AffectedRange;
  readonly why?: Uncertainty;
}

/** An advisory's verdict on a version. */
export interface AdvisoryVerdict {
  readonly advisory: Advisory;
  /** `affected` where any source says so; `fixed` where one says so and none says `affected`. */
  readonly says: 'affected' | 'fixed' | 'cannot-tell';
  /** The statement that decides. */
  readonly by: StatementVerdict;
  /** Each source's verdict, in the advisory's order. */
  readonly each: readonly StatementVerdict[];
  /** One source says affected, and another that the version is not. */
  readonly contradicted: boolean;
}

/** All advisories' verdicts on a version. */
interface VersionAssessment {
  /**
   * `affected` by at least one vulnerability; `cannot-tell` where none says affected and one leaves it open; `not-named`
   * where none names the version. The last is not an all-clear: there may be advisories that are not known here.
   */
  readonly says: 'affected' | 'not-named' | 'cannot-tell';
  /** The vulnerabilities that affect it. */
  readonly affected: readonly AdvisoryVerdict[];
  /** The services it relies on that have ended. They are no vulnerabilities. */
  readonly ended: readonly AdvisoryVerdict[];
  /** Those that leave it open for this version. */
  readonly open: readonly AdvisoryVerdict[];
  /** Those that name only earlier versions, or none, and no fixed one. */
  readonly withoutFix: readonly AdvisoryVerdict[];
}

/** Judges a version by every advisory, the newest advisory first. */
export function assessVersion(advisories: readonly Advisory[], version: string): VersionAssessment {
  const all = judgeAll(advisories, version);
  const hits = all.filter(({ says }) => says === 'affected');
  const affected = hits.filter(({ advisory }) => isVulnerability(advisory));
  const unsure = all.filter(({ says, advisory }) => says === 'cannot-tell' && isVulnerability(advisory));
  const open = unsure.filter((each) => !isWithoutFix(each));
  return {
    says: affected.length > 0 ? 'affected' : open.length > 0 ? 'cannot-tell' : 'not-named',
    affected,
    ended: hits.filter(({ advisory }) => !isVulnerability(advisory)),
    open,
    withoutFix: unsure.filter(isWithoutFix),
  };
}

function judgeAll(advisories: readonly Advisory[], version: string): AdvisoryVerdict[] {
  return newestFirst(advisories).map((advisory) => assessAdvisory(advisory, version));
}

function isWithoutFix({ by }: AdvisoryVerdict): boolean {
  return by.why === 'no-fix-known' || by.why === 'no-version';
}

/** Judges a version by one advisory. Nothing but its typed ranges counts. */
export function assessAdvisory(advisory: Advisory, version: string): AdvisoryVerdict {
  const each = advisory.affected.map((statement) => judge(statement, version));
  const first = (wanted: StatementVerdict['says']) => each.find(({ says }) => says === wanted);
  const [affected, fixed] = [first('affected'), first('fixed')];
  const by = affected ?? fixed ?? each[0];
  if (by === undefined) throw new TypeError(`The advisory ${advisory.id} has no statement about versions.`);
  return { advisory, says: by.says, by, each, contradicted: affected !== undefined && fixed !== undefined };
}

/** Versions in a row that fare alike: from the first to the last one that was looked at. */
interface Stretch {
  readonly first: string;
  readonly last: string;
  readonly isAffected: boolean;
}

/** All advisories' verdicts on versions in a row. */
export interface SpanAssessment {
  /** `affected`: each version by at least one; `partly`: some are; else as for a single version. */
  readonly says: 'affected' | 'partly' | 'not-named' | 'cannot-tell';
  /** The verdicts on the newest version that each affects, those that affect most versions first. */
  readonly affected: readonly AdvisoryVerdict[];
  /** Those that affect every version. */
  readonly throughout: ReadonlySet<Advisory>;
  /** Those that affect none, and leave some of the versions open. */
  readonly open: readonly AdvisoryVerdict[];
  readonly stretches: readonly Stretch[];
  /** The newest affected version that was looked at. */
  readonly newestAffected: string | undefined;
  /** True where every advisory says of every version that it is not affected. */
  readonly isFixed: boolean;
}

/**
 * Judges versions in a row: at the ends of the span, at every edge of a range in it and just behind, and at every release
 * that is known. Between those no verdict turns.
 */
export function assessSpan(
  advisories: readonly Advisory[],
  span: VersionSpan,
  releases: readonly string[],
): SpanAssessment {
  const versions = placesIn(span, advisories, releases);
  const judged = versions.map((version) => ({ version, verdicts: judgeAll(advisories, version) }));
  const hits = new Map<Advisory, { readonly verdict: AdvisoryVerdict; readonly count: number }>();
  const open = new Map<Advisory, AdvisoryVerdict>();
  const stretches: Stretch[] = [];
  for (const { version, verdicts } of judged) {
    for (const verdict of verdicts) {
      const { advisory, says } = verdict;
      if (says === 'affected') hits.set(advisory, { verdict, count: (hits.get(advisory)?.count ?? 0) + 1 });
      else if (says === 'cannot-tell' && !isWithoutFix(verdict)) open.set(advisory, verdict);
    }
    const isAffected = verdicts.some(({ says }) => says === 'affected');
    const before = stretches.at(-1);
    if (before?.isAffected === isAffected) stretches[stretches.length - 1] = { ...before, last: version };
    else stretches.push({ first: version, last: version, isAffected });
  }
  const some = stretches.some(({ isAffected }) => isAffected);
  const rest = open.size > 0 ? 'cannot-tell' : 'not-named';
  return {
    says: some ? (stretches.length === 1 ? 'affected' : 'partly') : rest,
    affected: [...hits.values()].sort((a, b) => b.count - a.count).map(({ verdict }) => verdict),
    throughout: new Set([...hits].flatMap(([advisory, { count }]) => (count === judged.length ? [advisory] : []))),
    open: [...open].flatMap(([advisory, verdict]) => (hits.has(advisory) ? [] : [verdict])),
    stretches,
    newestAffected: stretches.findLast(({ isAffected }) => isAffected)?.last,
    isFixed: judged.every(({ verdicts }) => verdicts.every(({ says }) => says === 'fixed')),
  };
}

function placesIn(span: VersionSpan, advisories: readonly Advisory[], releases: readonly string[]): string[] {
  const edges = advisories.flatMap(({ affected }) =>
    affected.flatMap(({ ranges }) =>
      ranges.flatMap(({ from, before, through, fixed }) => [
        ...[from, before, fixed].flatMap((edge) => (edge === undefined ? [] : [wholeOf(edge)])),
        ...(through === undefined ? [] : [wholeOf(through), nextOf(through)]),
      ]),
    ),
  );
  const ends = [
    ...[span.from, span.through].flatMap((end) => (end === undefined ? [] : [wholeOf(end)])),
    ...(span.after === undefined ? [] : [nextOf(span.after)]),
  ];
  const inside = [...edges, ...releases, ...ends].filter((version) => isInSpan(version, span));
  const places = inside.length > 0 ? inside : [span.before ?? span.after ?? '0'];
  return [...new Set(places)].sort(compareVersions);
}

/** `25.0.0` for `25`, which stands for more than that. */
function wholeOf(version: string): string {
  return isSeries(version) ? wholeOf(`${version}.0`) : version;
}

/** The next patch: of `25.0.1` it is 25.0.2, and of `20` it is 21.0.0. */
function nextOf(version: string): string {
  const numbers = version
    .replace(/[a-z]$/i, '')
    .split('.')
    .map(Number);
  return wholeOf([...numbers.slice(0, -1), (numbers.at(-1) ?? 0) + 1].join('.'));
}

/** The lowest version that is fixed by all advisories given; `undefined` where one of them has no fixed version. */
export function versionToUpgradeTo(verdicts: readonly AdvisoryVerdict[], version: string): string | undefined {
  let highest: string | undefined;
  for (const { each } of verdicts) {
    // Of two sources that differ, the later version is the safe one.
    const fixes = each.flatMap(({ range }) => (range?.fixed === undefined ? [] : [range.fixed]));
    const fix = fixes
      .filter((fixed) => compareVersions(fixed, version) > 0)
      .sort(compareVersions)
      .at(-1);
    if (fix === undefined) return undefined;
    if (highest === undefined || compareVersions(fix, highest) > 0) highest = fix;
  }
  return highest;
}

/** True for a vulnerability; the end of a service is another matter, and never counted among them. */
export function isVulnerability({ kind }: Advisory): boolean {
  return kind === 'vulnerability';
}

/** The advisories that name a part of MDaemon. IMAP over TLS is IMAP. */
export function advisoriesOn(
  part: Service,
  {
    rows,
    services,
  }: { readonly rows: { readonly advisories: readonly Advisory[] }; readonly services: NameIndex<Service> },
): readonly Advisory[] {
  return rows.advisories.filter(({ component }) =>
    component.split(/ and |, /).some((each) => {
      const id = services.get(each)?.id;
      return id !== undefined && (id === part.id || `${id}s` === part.id);
    }),
  );
}

/** Orders advisories by the day of their publication, the newest first. */
export function newestFirst(advisories: readonly Advisory[]): readonly Advisory[] {
  return [...advisories].sort((a, b) => b.published.localeCompare(a.published) || b.id.localeCompare(a.id));
}

function judge(statement: AdvisoryStatement, version: string): StatementVerdict {
  const verdict = judgeAt(statement, version);
  if (!isSeries(version) || verdict.says === 'cannot-tell') return verdict;
  // Judged as the first of its series; a later one may fare otherwise.
  const isLaterInIt = (edge: string) => isWithin(edge, version) && compareVersions(edge, version) > 0;
  // 24.5.0 as the last that is affected leaves out 24.5.1, which is of 24.5 as well.
  const endsInIt = ({ through }: AffectedRange) =>
    through !== undefined && !isSeries(through) && isWithin(through, version);
  const turning = statement.ranges.find((range) =>
    verdict.says === 'affected'
      ? isLaterInIt(endOf(range)) || endsInIt(range)
      : range.from !== undefined && isLaterInIt(range.from),
  );
  return turning === undefined ? verdict : { statement, says: 'cannot-tell', why: 'series', range: turning };
}

/** Judges one version, with every number that is missing read as 0. */
function judgeAt(statement: AdvisoryStatement, version: string): StatementVerdict {
  const { ranges } = statement;
  const hit = ranges.find((range) => isInRange(range, version));
  if (hit !== undefined) return { statement, says: 'affected', range: hit };
  const below = ranges.filter((range) => isBehind(range, version)).sort((a, b) => compareVersions(endOf(a), endOf(b)));
  const range = below.at(-1);
  if (range === undefined) {
    const [lowest] = [...ranges].sort((a, b) => compareVersions(a.from ?? '0', b.from ?? '0'));
    if (lowest === undefined) return { statement, says: 'cannot-tell', why: 'no-version' };
    return { statement, says: 'cannot-tell', why: 'below-range', range: lowest };
  }
  if (range.fixed === undefined) return { statement, says: 'cannot-tell', why: 'no-fix-known', range };
  // Public mail shows 26.0.2b days before 26.0.2, so a letter may mean earlier as well as later.
  if (isBuildOf(version, range.fixed)) return { statement, says: 'cannot-tell', why: 'lettered-build', range };
  if (compareVersions(version, range.fixed) < 0) return { statement, says: 'cannot-tell', why: 'before-fix', range };
  return { statement, says: 'fixed', range };
}

function isInRange({ from, before, through }: AffectedRange, version: string): boolean {
  if (from !== undefined && compareVersions(version, from) < 0) return false;
  if (before !== undefined) return compareVersions(version, before) < 0;
  return through !== undefined && compareVersions(version, through) <= 0;
}

function isBehind(range: AffectedRange, version: string): boolean {
  const order = compareVersions(version, endOf(range));
  return range.before === undefined ? order > 0 : order >= 0;
}

function endOf({ before, through }: AffectedRange): string {
  return before ?? through ?? '0';
}
