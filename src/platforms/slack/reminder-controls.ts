import type { PressHow, ViewItem } from '../../reminders/reminders.ts';
import { type Block, plainText } from './blocks.ts';
import { reminderActions, reminderBlockId } from './reminder-ids.ts';

/** The ways to snooze, as the menu names them; times are in the team's zone. */
const snoozes: readonly { readonly how: PressHow; readonly label: string }[] = [
  { how: 'snooze-hour', label: '1 hour' },
  { how: 'snooze-tomorrow', label: 'Tomorrow 09:00' },
  { how: 'snooze-week', label: 'Next week, Mon 09:00' },
];

/**
 * The controls below a reminder nobody has answered: Done, Show, and a menu of snoozes, which is the widest and so comes
 * last. Five buttons would take three rows on a phone. Nothing for what has been answered.
 */
export function reminderControls(delivery: string, { reminder, answer, answerable }: ViewItem): Block | undefined {
  if (answer !== undefined) return undefined;
  const show = { type: 'button', action_id: reminderActions.show, text: plainText('Show'), value: reminder } as const;
  const block = { type: 'actions', block_id: reminderBlockId(delivery, reminder) } as const;
  if (!answerable) return { ...block, elements: [show] };
  return {
    ...block,
    elements: [
      { type: 'button', action_id: reminderActions.done, text: plainText('Done'), value: reminder, style: 'primary' },
      show,
      {
        type: 'static_select',
        action_id: reminderActions.snooze,
        placeholder: plainText('Snooze'),
        options: snoozes.map(({ how, label }) => ({ text: plainText(label), value: how })),
      },
    ],
  };
}
