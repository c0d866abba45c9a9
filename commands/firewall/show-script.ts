import { type FormatId, formatAliases, formatIds } from '../../knowledge/knowledge.ts';
import type { Answer, AttachedFile, Capabilities, Request, Section } from '../../src/bot/bot.ts';
import { formats, type RuleFormat } from '../../src/firewall/firewall.ts';
import type { Services } from '../services.ts';
import { readTeam } from '../vocabulary/team-knowledge.ts';

/** Longer scripts go into a file, where the surface has files. */
const mostLines = 25;

/** Without comments, a whole script may be this long and still be read. */
const mostBareLines = 40;

/** More characters than this do not fit into one block of a chat. */
const mostCharacters = 2_800;

/** A script as the parts of an answer. */
interface ScriptParts {
  readonly sections: readonly Section[];
  readonly files: readonly AttachedFile[];
  /** True where the whole script stands in the answer. */
  readonly inline: boolean;
}

/**
 * Shows a script as the surface can: whole where it is short or there is room, else as a file, else its beginning and
 * how to get all of it. Where only the comments are too much, they are left out. A part is never shown as if it were the whole.
 */
export function showScript(
  content: string,
  name: string,
  { mediaType, language, comment, commentsMatter }: RuleFormat,
  { files, wholeCode, prefix }: Capabilities,
  command: string,
): ScriptParts {
  const text = content.replaceAll('\r\n', '\n').trimEnd();
  const lines = text.split('\n');
  const code = (title: string | undefined, shown: string): Section => ({
    kind: 'code',
    ...(title === undefined ? {} : { title }),
    ...(language === undefined ? {} : { language }),
    text: shown,
  });
  if (wholeCode === true || (lines.length <= mostLines && text.length <= mostCharacters)) {
    return { sections: [code(undefined, text)], files: [], inline: true };
  }
  const bare = comment === undefined || commentsMatter === true ? undefined : withoutComments(lines, comment);
  const fits = bare !== undefined && bare.length <= mostBareLines && bare.join('\n').length <= mostCharacters;
  const where = files ? 'the file has those' : 'a terminal shows those';
  const whole = fits ? [code(`All the rules, without their reasons and sources: ${where}`, bare.join('\n'))] : [];
  if (files) return { sections: whole, files: [{ name, mediaType, content }], inline: false };
  if (fits) return { sections: whole, files: [], inline: false };
  const shown: string[] = [];
  for (const line of lines.slice(0, mostLines)) {
    if (shown.join('\n').length + line.length > mostCharacters) break;
    shown.push(line);
  }
  return {
    sections: [
      code(`The first ${shown.length} of ${lines.length} lines. Don’t apply only part of them.`, shown.join('\n')),
      {
        kind: 'note',
        tone: 'warning',
        text: `These are ${shown.length} of ${lines.length} lines. Get all of them in a terminal: \`npm run -s mdaemon -- ${command}\`. Or ask for fewer services: \`${prefix}firewall imap\`.`,
      },
    ],
    files: [],
    inline: false,
  };
}

/** A script's lines without comments and blank lines; those that only look like comments stay. */
function withoutComments(lines: readonly string[], comment: string): string[] {
  return lines.filter((line) => {
    const text = line.trimStart();
    return text !== '' && (!text.startsWith(comment.trim()) || /^#(!|Requires)/.test(text));
  });
}

/** The answer's parts that hold a script, for `Answer`. */
export function scriptFields(parts: ScriptParts, artifact: AttachedFile): Pick<Answer, 'files' | 'artifact'> {
  return { artifact, ...(parts.files.length === 0 ? {} : { files: parts.files }) };
}

/** MDaemon runs on Windows. */
const defaultFormat: FormatId = 'powershell';

/** The format that was named, else the one in the team's settings, else Windows. */
export async function chooseFormat(
  named: FormatId | undefined,
  request: Request,
  { teams }: Services,
): Promise<RuleFormat> {
  if (named !== undefined) return formats[named];
  // Where the store is away, the plan has said so already.
  const { firewallFormat } = (await readTeam(teams.settings(request.team), {})).value;
  return formats[readFormat(firewallFormat ?? '') ?? defaultFormat];
}

/** A format by its id or another of its names; `undefined` where there is none. */
function readFormat(name: string): FormatId | undefined {
  const key = name.trim().toLowerCase();
  const id = formatIds.find((each) => each === key);
  return id ?? (Object.hasOwn(formatAliases, key) ? formatAliases[key] : undefined);
}
