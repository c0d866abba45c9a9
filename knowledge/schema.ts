import { z } from 'zod';

/**
 * The shape of every knowledge file, ours and an operator's own.
 *
 * One file holds any of the kinds below, each a list of rows. A row says which era it belongs to, how well it is
 * supported, and which sources it rests on; nothing without a source is a fact.
 */

/** Names a row: lower-case words joined by hyphens, dots allowed for versions. Unique within its kind. */
const id = z
  .string()
  .regex(/^[a-z0-9]+(?:[.-][a-z0-9]+)*$/, 'must be lower-case letters and digits joined by single hyphens or dots');

/** One line of plain English. A pair of backticks marks what is typed or read exactly; no other markup. */
const sentence = z.string().trim().min(3).max(600);

/** A short label: a service, a screen, a person. */
const label = z.string().trim().min(1).max(120);

/** How people write a name. Compared without case, accents, spaces and punctuation. */
const names = z.array(z.string().trim().min(1).max(60)).default([]);

/** Ids of the sources a row rests on; at least one. */
const sources = z.array(id).min(1, 'needs at least one source id');

/**
 * `then`: the founding document, 2008 to 2010. `now`: the current product, MDaemon 20 and later.
 */
const era = z.enum(['then', 'now']);

/**
 * How well a row is supported, best first.
 * `official`: the vendor's help, knowledge base or release notes. `founding`: the founding document.
 * `blog`: a reseller or a blog. `tool`: third-party code that talks to MDaemon; shown with the advice to check.
 * `inferred`: our reasoning from the sources named; shown as such.
 */
const confidence = z.enum(['official', 'founding', 'blog', 'tool', 'inferred']);

/** An MDaemon version as the vendor writes it, such as `17.5` or `24.5.1c`. */
const version = z.string().regex(/^\d+(?:\.\d+){0,3}[a-z]?$/, 'must be a version such as 24.5.1c');

/** A calendar date without time. */
const day = z.iso.date();

/**
 * The version that the yes or no to a question turns on. `begins`: yes from it on. `ends`: no from it on. Versions older
 * than `from` get neither: what came back was there before.
 */
const turn = z.strictObject({ version, what: z.enum(['begins', 'ends']), from: version.optional() });

const evidence = { confidence, sources };

/** A document a fact rests on. */
const sourceRow = z.strictObject({
  id,
  title: label,
  publisher: label,
  /** When it was written: a year, month or day, or `undated`. */
  date: z.union([z.string().regex(/^\d{4}(?:-\d{2}(?:-\d{2})?)?$/), z.literal('undated')]),
  /** A few words about an uncertain date or edition. */
  date_note: label.optional(),
  url: z.url({ protocol: /^https?$/ }).optional(),
  kind: z.enum(['founding', 'official', 'blog', 'tool']),
  /** The language it is written in, as `de`. Absent: English. */
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional(),
  /** The id of another edition of the same page; an answer cites one of them. */
  edition_of: id.optional(),
  /** When we read it. */
  read_on: day.optional(),
  note: sentence.optional(),
});

/** Something MDaemon offers that people ask the ports of. */
const serviceRow = z.strictObject({
  id,
  name: label,
  summary: sentence,
  /** Other names of the same thing in use today. */
  aliases: names,
  /** Names it had before. */
  former: names,
  /** Names it got later (for a service of the founding document). */
  later: names,
  /** Misspellings people make that edit distance alone would not resolve safely. */
  misspellings: names,
  /** Ids of services that this name stands for as a group, such as `mail` for smtp, imap and pop3. */
  includes: z.array(id).default([]),
  /** Said when it needs no port of its own. */
  rides_on: z.array(id).default([]),
  /**
   * Numbers right beside its name that are its own versions and none of MDaemon's: all of them, or those before one.
   * Absent where nobody gives it a version of its own.
   */
  own_versions: z.union([z.literal(true), z.strictObject({ before: version })]).optional(),
  eras: z.array(era).min(1),
  ...evidence,
});

/** How much a service needs a port. */
const need = z.enum([
  /** It does not work without. */
  'required',
  /** One of several ports is enough; which one depends on what clients or partners are set to. */
  'alternative',
  /** The number MDaemon uses out of the box; often moved. */
  'default',
  /** Needed by some clients or features only; the purpose says which. */
  'optional',
]);

/** One port in one era. Two eras of one port are two rows. */
const portRow = z.strictObject({
  id,
  port: z.int().min(1).max(65_535),
  transports: z.array(z.enum(['tcp', 'udp'])).min(1),
  directions: z.array(z.enum(['inbound', 'outbound'])).min(1),
  era,
  /** The protocol or role on this port, as a heading: `SMTP submission (MSA)`. */
  name: label,
  /**
   * The services that use this port, each with how much it needs it. `for` says what an optional one is needed for, and
   * which task alternatives serve: those of one service with the same words stand for each other.
   */
  services: z.array(z.strictObject({ id, need, for: label.optional() })).min(1),
  /** The part of MDaemon or add-on the source lists it under. */
  group: label,
  encryption: z.enum(['plain', 'starttls', 'implicit-tls', 'unknown']),
  /** The port's purpose in this direction. */
  purpose: sentence,
  /** The consequence of closing it. */
  breaks_without: sentence.optional(),
  /**
   * Who should be able to reach it; `knowledge/port-policy.ts` says what each means. `behind-https`: a default port in clear
   * that need not be reached from the internet, since 443 or 80 serve the same. `local`: this machine only.
   */
  exposure: z.enum(['internet', 'if-used', 'behind-https', 'peers', 'private-network', 'local', 'outbound-only']),
  /** `obsolete` rows belong to the current era and say what no longer needs the port. */
  status: z.enum(['current', 'new', 'obsolete']).default('current'),
  /** The number out of the box, where this is the one of a server on which it was moved. */
  default_port: z.int().min(1).max(65_535).optional(),
  /** Turned off on a server; `status` is then `obsolete`, and the number the one out of the box. */
  turned_off: z.literal(true).optional(),
  /** The version in which the fact began or ended to hold, where known. */
  since: version.optional(),
  until: version.optional(),
  /** The difference to the other era, for rows of `now`. */
  changed: sentence.optional(),
  /**
   * The sources that give this number in this direction, for the row's era; an empty list where it is our reading. A
   * source that only speaks of the service doesn't belong here. Absent in files of before: then `confidence` counts.
   */
  confirmed: z.strictObject({ inbound: z.array(id).optional(), outbound: z.array(id).optional() }).optional(),
  /** For a row of `then` that is not on the list of 2008 to 2010: why we add it. */
  added: sentence.optional(),
  /** Things an administrator should verify on the server, because the evidence is weak. */
  check: sentence.optional(),
  /** Articles whose short form is shown as a note, most important first. */
  notes: z.array(id).default([]),
  ...evidence,
});

/** A program of MDaemon, as Task Manager or a software firewall names it. */
const processRow = z.strictObject({
  id,
  /** The file name, in the vendor's capitals: `MDaemon.exe`. */
  name: label,
  aliases: names,
  purpose: sentence,
  eras: z.array(era).min(1),
  /** Ids of ports it listens on or connects to. */
  ports: z.array(id).default([]),
  /** True for the processes that need unrestricted access, inbound and outbound, through a software firewall. */
  exempt: z.boolean(),
  /** When the process is there at all, such as `only with SecurityPlus`. */
  condition: sentence.optional(),
  notes: z.array(sentence).default([]),
  ...evidence,
});

/** A question people ask, with its answer. */
const articleRow = z.strictObject({
  id,
  topic: z.enum([
    'ports',
    'firewall',
    'processes',
    'updates',
    'restart',
    'antivirus',
    'security',
    'renames',
    'operations',
  ]),
  question: sentence,
  /** Other ways to ask it. */
  asked_as: z.array(sentence).default([]),
  era,
  /** The answer in one or two sentences; it stands on its own. */
  answer: sentence,
  /** The answer as one short note below another answer. */
  note: z.string().trim().min(3).max(240).optional(),
  /** Further statements, one each. */
  details: z.array(sentence).default([]),
  /** The steps, in order. */
  steps: z.array(sentence).default([]),
  see_also: z.array(id).default([]),
  since: version.optional(),
  until: version.optional(),
  /** For a yes or no about one version. Where it is absent, `since` counts as the version in which a yes begins. */
  turns: turn.optional(),
  ...evidence,
});

/** A date by which something had to be done, or on which something changed. */
const deadlineRow = z.strictObject({
  id,
  title: label,
  aliases: names,
  /** `before`: the action must be complete before this day begins to end; `on`: the change happened that day. */
  relation: z.enum(['before', 'on', 'from']),
  date: day,
  /** The people who have to act. */
  who: sentence,
  /** The action to take. */
  action: sentence,
  /** The consequence of not acting, or the reason. */
  reason: sentence,
  era,
  notes: z.array(sentence).default([]),
  /** For a yes or no about one version. */
  turns: turn.optional(),
  ...evidence,
});

/** Consecutive versions that are affected: from the first one, or from the beginning, up to an end. */
const affectedRange = z
  .strictObject({
    /** The first affected version. Absent where the source says that everything up to the end is affected. */
    from: version.optional(),
    /** The first version that is no longer affected, or the last that is: exactly one of the two. */
    before: version.optional(),
    through: version.optional(),
    /** The first version of this branch that is said to be fixed. Versions between the end and it are left open. */
    fixed: version.optional(),
  })
  .refine(({ before, through }) => (before === undefined) !== (through === undefined), {
    message: 'needs either before or through',
  });

/** One source's version ranges: one for each branch. A source without ranges names no version. */
const advisoryStatement = z.strictObject({
  /** The source as the end of a sentence: `the text of the record`. */
  by: label,
  source: id,
  ranges: z.array(affectedRange).default([]),
  note: sentence.optional(),
});

/** A known vulnerability, or a part that no longer works in some versions. */
const advisoryRow = z.strictObject({
  id,
  /** Its name: `CVE-2025-3929`. */
  name: label,
  aliases: names,
  kind: z.enum(['vulnerability', 'end-of-service']).default('vulnerability'),
  /** A few words that fit behind the name: `script injection through an img tag`. */
  title: label,
  what: sentence,
  /** The part of MDaemon it is in. */
  component: label,
  /** The statements of all sources, also where they contradict each other. */
  affected: z.array(advisoryStatement).min(1),
  /**
   * Whether it was used in attacks, and who said so. `known`: listed as exploited by an authority. `reported`: by whoever
   * found or published it. `none`: somebody looked and saw none. Empty: no source says.
   */
  exploited: z
    .array(z.strictObject({ says: z.enum(['known', 'reported', 'none']), by: label, on: day.optional(), source: id }))
    .default([]),
  /** The day the record or bulletin was published. */
  published: day,
  notes: z.array(sentence).default([]),
  ...evidence,
});

/** A release of MDaemon, or one that was seen in use. */
const releaseRow = z.strictObject({
  /** The version itself: `23.5.3`. */
  id: version,
  /**
   * `released`: the day it came out. `seen`: the first day it was seen in use. `named`: the day of the first document that
   * names it. Without a letter it came out no later than that; one with a letter may be older than the release.
   */
  basis: z.enum(['released', 'seen', 'named']),
  date: day,
  note: sentence.optional(),
  ...evidence,
});

/** One thing that changed its name. */
const renameRow = z.strictObject({
  id,
  from: label,
  to: label,
  aliases: names,
  /** When, as far as it is known, in words. */
  when: sentence,
  since: version.optional(),
  note: sentence.optional(),
  /** The services whose name this is, if any. */
  services: z.array(id).default([]),
  ...evidence,
});

/** One knowledge file. */
export const knowledgeFileSchema = z.strictObject({
  /** The version of a knowledge set, by date: `2026.11.22`. Once in a set. */
  version: z
    .string()
    .regex(/^\d{4}\.\d{2}\.\d{2}$/)
    .optional(),
  /**
   * The day or month up to which advisories and releases were looked for. An own file moves it only by saying so itself.
   */
  as_of: z
    .string()
    .regex(/^\d{4}-\d{2}(?:-\d{2})?$/, 'must be a month or a day such as 2025-06')
    .optional(),
  sources: z.array(sourceRow).default([]),
  services: z.array(serviceRow).default([]),
  ports: z.array(portRow).default([]),
  processes: z.array(processRow).default([]),
  articles: z.array(articleRow).default([]),
  deadlines: z.array(deadlineRow).default([]),
  renames: z.array(renameRow).default([]),
  advisories: z.array(advisoryRow).default([]),
  releases: z.array(releaseRow).default([]),
});

/** A parsed knowledge file, or several merged into one. */
export type KnowledgeData = z.output<typeof knowledgeFileSchema>;
/** A kind of rows. */
export type KnowledgeKind = Exclude<keyof KnowledgeData, 'version' | 'as_of'>;
export type Era = z.output<typeof era>;
export type Source = z.output<typeof sourceRow>;
export type Service = z.output<typeof serviceRow>;
export type Need = z.output<typeof need>;
export type Port = z.output<typeof portRow>;
export type Process = z.output<typeof processRow>;
export type Article = z.output<typeof articleRow>;
export type Deadline = z.output<typeof deadlineRow>;
export type Rename = z.output<typeof renameRow>;
export type Advisory = z.output<typeof advisoryRow>;
export type AdvisoryStatement = z.output<typeof advisoryStatement>;
export type AffectedRange = z.output<typeof affectedRange>;
export type Release = z.output<typeof releaseRow>;
