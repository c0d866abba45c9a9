import { completeLine, type Suggestion } from '../bot/bot.ts';
import { terminalRequest } from '../platforms/terminal/terminal.ts';
import { harmlessText, oneLine } from '../text/text.ts';
import { buildLocalBot, type Environment } from './build-bot.ts';
import { storeOnFirstUse } from './local-store.ts';
import { thisTerminal } from './terminal.ts';

/** Where answers go. */
interface Output {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/**
 * Each shell asks the program itself at every Tab, so that a new command or one's own reminders are completed without another
 * file. The word being typed comes first, since PowerShell before 7.3 drops an empty word at the end.
 */
const scripts: Readonly<Record<string, string>> = {
  bash: `# In ~/.bashrc: eval "$(mdaemon-bot completion bash)"
_mdaemon_bot() {
  local value hint
  COMPREPLY=()
  while IFS=$'\\t' read -r value hint; do
    [[ $2 == [\\"\\']* ]] || value=$(printf '%q' "$value")
    COMPREPLY+=("$value")
  done < <("\${COMP_WORDS[0]}" completion words --typed="\${COMP_WORDS[COMP_CWORD]}" -- "\${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null)
}
complete -o nosort -F _mdaemon_bot mdaemon-bot 2>/dev/null || complete -F _mdaemon_bot mdaemon-bot
`,
  zsh: `# In ~/.zshrc, below compinit: eval "$(mdaemon-bot completion zsh)"
_mdaemon_bot() {
  local -a values hints
  local value hint
  while IFS=$'\\t' read -r value hint; do
    values+=("$value")
    hints+=("$value\${hint:+  -- $hint}")
  done < <("\${words[1]}" completion words --typed="\${(Q)words[CURRENT]}" -- "\${(@Q)words[2,CURRENT-1]}" 2>/dev/null)
  (( \${#values} )) && compadd -U -V mdaemon-bot -l -d hints -a values
}
compdef _mdaemon_bot mdaemon-bot
`,
  fish: `# mdaemon-bot completion fish > ~/.config/fish/completions/mdaemon-bot.fish
function __mdaemon_bot_complete
    set -l words (commandline -opc)
    set -l typed (commandline -ct)
    $words[1] completion words --typed="$typed" -- $words[2..-1] 2>/dev/null
end
complete -c mdaemon-bot -f -k -a '(__mdaemon_bot_complete)'
`,
  powershell: `# In $PROFILE: mdaemon-bot completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName mdaemon-bot -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $typed = "$wordToComplete".Trim("'", '"')
    $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { "$_".Trim("'", '"') })
    $earlier = @($words | Select-Object -Skip 1)
    & $words[0] completion words "--typed=$typed" '--' @earlier 2>$null | ForEach-Object {
        $value, $hint = $_ -split "\`t", 2
        $shown = if ($value -match "[\\s']") { "'" + ($value -replace "'", "''") + "'" } else { $value }
        if (-not $hint) { $hint = $value }
        [System.Management.Automation.CompletionResult]::new($shown, $value, 'ParameterValue', $hint)
    }
}
`,
};

const names = Object.keys(scripts);

/** What the program does beside the bot's commands, as its page of `--help` says. */
const programWords: Readonly<Record<string, readonly Suggestion[]>> = {
  '': [
    { value: 'mcp', hint: 'Tools for an assistant, over standard input and output' },
    { value: 'doctor', hint: 'Check tokens, store, clock and channels' },
    { value: 'backup', hint: 'Copy the store while the bot runs' },
    { value: 'restore', hint: 'Put a backup in place of the store' },
    { value: 'discord', hint: 'Register commands, or print the invite link' },
    { value: 'completion', hint: 'Complete commands with Tab in your shell' },
    { value: '--json', hint: 'Answer as JSON' },
    { value: '--terminal', hint: 'Open the prompt even if chats are set up' },
    { value: '--env-file', hint: 'Read settings from this file' },
    { value: '--help', hint: 'Show everything the program does' },
    { value: '--version', hint: 'Show the version' },
  ],
  discord: [
    { value: 'invite', hint: 'Print the link that adds the bot to a server' },
    { value: 'register', hint: 'Register the commands' },
    { value: 'unregister', hint: 'Remove the commands' },
    { value: '--guild', hint: 'Only in this server' },
    { value: '--dry-run', hint: 'Say what would change' },
    { value: '--everyone', hint: 'Also ask for the right to mention everyone' },
  ],
  completion: names.map((value) => ({ value, hint: `A script for ${value}` })),
};

/**
 * `completion bash` prints the script for a shell, and `completion words --typed=WORD -- EARLIER…` what that script asks for:
 * one completion a line, with a few words about it behind a tab. Returns the exit status.
 */
export async function runCompletion(
  words: readonly string[],
  environment: Environment,
  output: Output,
): Promise<number> {
  const [what = '', typed = '', marker, ...earlier] = words;
  const script = words.length === 1 ? scripts[what] : undefined;
  if (script !== undefined) {
    output.out(script);
    return 0;
  }
  if (what !== 'words' || !typed.startsWith('--typed=') || marker !== '--') {
    output.error(
      `Write \`mdaemon-bot completion ${names.join('|')}\`. The first line of each script says where to put it.\n`,
    );
    return 2;
  }
  const found = await completeWords(earlier, typed.slice('--typed='.length).replace(/^["']/, ''), environment);
  const printed = (text: string) => oneLine(harmlessText(text));
  for (const { value, hint = '' } of found) output.out(`${[value, hint].map(printed).join('\t')}\n`);
  return 0;
}

async function completeWords(
  earlier: readonly string[],
  typed: string,
  environment: Environment,
): Promise<readonly Suggestion[]> {
  const words = earlier.filter((word) => word !== '--json' && word !== '--terminal');
  const own = programWords[words[0] ?? ''] ?? [];
  const offered = own.filter(({ value }) => value.startsWith(typed) && !earlier.includes(value));
  if (words[0] !== undefined && words[0] in programWords) return offered;
  const { context, place, loadPosters } = thisTerminal(environment);
  const { close, ...stored } = storeOnFirstUse(place, loadPosters);
  try {
    const { catalogue, services } = await buildLocalBot(environment, stored);
    // As it would be typed at the prompt, with the last word still open.
    const line = [...words.map((word) => asWord(word, '"')), asWord(typed, '')].join(' ');
    const request = terminalRequest({ kind: 'text', text: line }, context);
    const found = await completeLine(line, { catalogue, services, request });
    const beginning = found.filter(({ value }) => value.toLowerCase().startsWith(typed.toLowerCase()));
    // A shell would replace what was typed by what several completions have in common, which may be nothing.
    return [...(beginning.length === 0 && found.length === 1 ? found : beginning), ...offered];
  } finally {
    await close();
  }
}

function asWord(word: string, closing: string): string {
  return /\s/.test(word) ? `"${word.replaceAll('"', '')}${closing}` : word;
}
