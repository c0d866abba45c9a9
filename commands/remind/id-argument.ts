import { z } from 'zod';
import { argument } from '../../src/bot/bot.ts';
import { suggestActiveReminders, suggestReminders, suggestStoppedReminders } from '../parts/suggest-reminders.ts';

const written = { written: 'position', description: 'The id of a reminder', placeholder: 'id' } as const;

/** The id of a reminder, as a confirmation shows it. */
export const idArgument = argument(z.string().max(40), { ...written, suggest: suggestReminders });

/** The id of a reminder that is not paused. */
export const activeIdArgument = argument(z.string().max(40), { ...written, suggest: suggestActiveReminders });

/** The id of a reminder that is paused, or could not be delivered. */
export const stoppedIdArgument = argument(z.string().max(40), { ...written, suggest: suggestStoppedReminders });

/** The id of a reminder that was removed; nothing lists those. */
export const removedIdArgument = argument(z.string().max(40), written);
