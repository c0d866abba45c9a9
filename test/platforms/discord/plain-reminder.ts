import { type APIMessageTopLevelComponent, ButtonStyle, ComponentType } from 'discord.js';
import { formatCustomId } from '../../../src/platforms/discord/custom-id.ts';
import type { RenderedMessage } from '../../../src/platforms/discord/rendered-message.ts';
import type { PressHow } from '../../../src/reminders/delivery-desk.ts';
import type { DeliveryView } from '../../../src/reminders/delivery-view.ts';

/** A post with nothing but its texts, and the buttons Done and Show. */
export function plainReminder(view: DeliveryView): RenderedMessage {
  const components = view.items.flatMap(({ reminder, text, answer }): APIMessageTopLevelComponent[] => {
    const button = (how: PressHow, label: string) => ({
      type: ComponentType.Button as const,
      style: ButtonStyle.Secondary as const,
      label,
      custom_id: formatCustomId({ kind: 'reminder', how, delivery: view.delivery, reminder }) ?? '',
    });
    const said = answer === undefined ? text : `${text} (${answer.how}, ${answer.by})`;
    const buttons = answer === undefined ? [button('done', 'Done'), button('show', 'Show')] : [button('show', 'Show')];
    return [
      { type: ComponentType.TextDisplay, content: said },
      { type: ComponentType.ActionRow, components: buttons },
    ];
  });
  return { components, files: [] };
}
