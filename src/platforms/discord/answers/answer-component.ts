import { type APIMessageComponentInteraction, ComponentType } from 'discord.js';
import { type CustomId, parseCustomId } from '../rendering/custom-id.ts';
import { plainNote } from '../rendering/plain-note.ts';
import { openReminderForm } from './answer-form.ts';
import { answerPage } from './answer-page.ts';
import { answerReminder } from './answer-reminder.ts';
import { answerRequest } from './answer-request.ts';
import { answerShare } from './answer-share.ts';
import type { InteractionContext } from './discord-desk.ts';
import { requestOfLine } from './request-of-interaction.ts';

/** Answers a pressed button, and what is picked from a menu whose values are ids of ours. */
export async function answerComponent(context: InteractionContext<APIMessageComponentInteraction>): Promise<void> {
  const { interaction, source, respond } = context;
  const id = idOf(interaction);
  switch (id?.kind) {
    case 'run':
      return answerRequest(context, requestOfLine(interaction, id.line, source));
    case 'page':
      return answerPage(context, id);
    case 'share':
      return answerShare(context, id.key);
    case 'reminder':
      return answerReminder(context, id);
    case 'new-reminder':
      return openReminderForm(context);
    default:
      break;
  }
  return respond.reply(plainNote('Too old', 'This button is from another version of me. Ask again.'), 'asker');
}

function idOf({ data }: APIMessageComponentInteraction): CustomId | undefined {
  return parseCustomId(data.custom_id, data.component_type === ComponentType.StringSelect ? data.values[0] : undefined);
}
