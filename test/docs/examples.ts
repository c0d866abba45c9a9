import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** A code block of a page. */
export interface Block {
  /** What stands behind its fence: `json`, or nothing. */
  readonly language: string;
  readonly text: string;
}

/** What a page sets as code, which is what a reader types or sees. */
export interface PageCode {
  readonly page: string;
  /** Between backticks, on one line. */
  readonly spans: readonly string[];
  readonly blocks: readonly Block[];
}

const fence = /^( *)```(\w*)\n([\s\S]*?)^ *```$/gm;
const script = /^`firewall [^`]+`\n\n```\w*\n[\s\S]*?^```$/gm;

/** The README and the pages for operators, with the scripts of `docs/firewall.md` left out, which another test holds. */
export const pages: readonly PageCode[] = ['README.md', ...globSync('docs/*.md', { cwd: root })].sort().map(readPage);

function readPage(page: string): PageCode {
  const text = readFileSync(join(root, page), 'utf8');
  const rest = text.replace(script, '');
  const blocks = [...rest.matchAll(fence)].map(([, indent = '', language = '', code = '']) => ({
    language,
    text: code
      .split('\n')
      .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line))
      .join('\n')
      .trimEnd(),
  }));
  const prose = text.replace(fence, '');
  const spans = [...prose.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code.replace(/\s*\n\s*/g, ' '));
  return { page, spans: [...new Set(spans)], blocks };
}

/** A page's code. */
export function pageNamed(name: string): PageCode {
  const page = pages.find((each) => each.page === name);
  if (page === undefined) throw new Error(`There is no page ${name}`);
  return page;
}

/** How a line is typed: into a shell, into the bot, or into a file of settings. */
export type Typed =
  /** Words for the program, behind whatever starts it. */
  | { readonly kind: 'program'; readonly words: readonly string[] }
  /** Another program, or one of the checkout's scripts. */
  | { readonly kind: 'tool'; readonly name: string }
  | { readonly kind: 'setting'; readonly name: string };

const starters = /^(?:npm run -s mdaemon --|npx mdaemon-bot|mdaemon-bot|npm (?:-s )?start --)(?: |$)/;

/** Reads a line for a shell, one part for each program of its pipe; nothing where it is none. */
export function readShellLine(line: string): readonly Typed[] | undefined {
  const parts = line
    .replace(/\s+# .*$/, '')
    .split(/ \| | && /)
    .map((part) => readPart(part.trim()));
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

const tools = /^(?:npm|nft|printf|docker|nmap|node|jq|iptables|openssl)(?: |$)/;

function readPart(part: string): Typed | undefined {
  const setting = /^([A-Z][A-Z_]+)=\S*$/.exec(part)?.[1];
  if (setting !== undefined) return { kind: 'setting', name: setting };
  if (starters.test(part)) {
    const words = part.replace(starters, '').replace(/ <.*$/, '');
    return { kind: 'program', words: words.split(' ').filter((word) => word !== '') };
  }
  return tools.test(part) ? { kind: 'tool', name: part } : undefined;
}

/** The text of everything the program is made of, in which names that pages mention have to stand. */
export function programText(): string {
  const patterns = [
    'src/**/*.ts',
    'commands/**/*.ts',
    'knowledge/*.ts',
    'knowledge/mdaemon/*.yaml',
    'bin/*',
    'test/{ask,crash,firewall,fuzz,peers,platforms,reminders}/**/*.{ts,sh}',
    'bench/*.ts',
    'slack-manifest.yaml',
    'compose.yaml',
    'package.json',
    '.env.example',
  ];
  const files = patterns.flatMap((pattern) => globSync(pattern, { cwd: root }));
  return files.map((path) => readFileSync(join(root, path), 'utf8')).join('\n');
}
