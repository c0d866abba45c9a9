import { type Action, mostActions } from '../../../bot/bot.ts';
import { oneLine, shorten } from '../../../text/text.ts';
import { button, type ControlRow, row } from './components.ts';
import { type CustomId, formatCustomId, type PageKey } from './custom-id.ts';
import { discordLimits, weighText } from './limits.ts';
import { isPlain } from './markdown.ts';

/** A wider label leaves no room for a second button on a phone. */
const maxLabelSize = 40;

interface Controls {
  readonly actions: readonly Action[];
  /** Which page is shown, of how many, and where the others come from. */
  readonly turning?: { readonly page: number; readonly pages: number; readonly key: PageKey } | undefined;
  readonly share?: PageKey | undefined;
  readonly newReminder?: boolean | undefined;
}

type Button = ReturnType<typeof button>;

/**
 * The rows of buttons below an answer: the pages first, then related commands. A button whose id would be too long is
 * left out: half a command is a wrong one.
 */
export function controlRows({ actions, turning, share, newReminder }: Controls): ControlRow[] {
  const turns = turning === undefined ? [] : turnButtons(turning);
  const runs = actions
    .filter(({ command }) => command.trim() !== '')
    .slice(0, mostActions)
    .flatMap(({ label, command }, index) => made({ kind: 'run', index, line: command }, label, command));
  const fresh = newReminder === true ? made({ kind: 'new-reminder' }, 'New reminder') : [];
  const shares = share === undefined ? [] : made({ kind: 'share', key: share }, 'Share');
  // Share is about the answer, as turning its pages is; without pages it comes last, as on Slack.
  const rows =
    turns.length > 0
      ? [
          [...turns, ...shares],
          [...runs, ...fresh],
        ]
      : [[...runs, ...fresh, ...shares]];
  return rows.flatMap(inRows);
}

function inRows(buttons: readonly Button[]): ControlRow[] {
  const rows: ControlRow[] = [];
  for (let start = 0; start < buttons.length; start += discordLimits.rowButtons) {
    rows.push(row(...buttons.slice(start, start + discordLimits.rowButtons)));
  }
  return rows;
}

/** True where the pages of an answer can be turned: their ids, which hold the key, are not too long. */
export function canTurn(key: PageKey | undefined): key is PageKey {
  return key !== undefined && formatCustomId({ kind: 'page', page: 99, key }) !== undefined;
}

/** Both stay where they are on every page: what moves under a thumb is pressed by mistake. */
function turnButtons({ page, pages, key }: NonNullable<Controls['turning']>): Button[] {
  // At the ends a button names the page itself, which no other button does, since ids must differ.
  const id = (wanted: number) => formatCustomId({ kind: 'page', page: Math.min(Math.max(wanted, 0), pages - 1), key });
  const [back, on] = [id(page - 1), id(page + 1)];
  if (back === undefined || on === undefined) return [];
  return [
    button(back, 'Previous', 'secondary', page === 0),
    button(on, 'Next', page === pages - 1 ? 'secondary' : 'primary', page === pages - 1),
  ];
}

function made(id: CustomId, label: string, instead = ''): Button[] {
  const customId = formatCustomId(id);
  const shown = visible(label) || visible(instead);
  return customId === undefined || shown === ''
    ? []
    : [button(customId, shorten(shown, maxLabelSize, undefined, weighText))];
}

/** A label is plain text, which Discord refuses where nothing of it can be seen. */
function visible(label: string): string {
  return isPlain(label) ? label : oneLine(label.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' '));
}
