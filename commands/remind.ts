import { add } from './remind/add.ts';
import { done, edit, pause, remove, restore, resume, runNow, show, snooze } from './remind/change.ts';
import { list } from './remind/list.ts';
import { preview } from './remind/preview.ts';
import { defineGroup } from './services.ts';

/** Reminders. */
export const remind = defineGroup({
  name: 'remind',
  aliases: ['reminder', 'reminders'],
  summary: 'Reminders: once, recurring, or counting down to a deadline',
  defaultChild: 'add',
  children: [add, list, show, preview, pause, resume, snooze, done, runNow, remove, restore, edit],
});
