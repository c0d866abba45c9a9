import { add, done, edit, remove } from './deadlines/change.ts';
import { exportDeadlines } from './deadlines/export.ts';
import { list } from './deadlines/list.ts';
import { defineGroup } from './services.ts';

/** Dates to act by. */
export const deadlines = defineGroup({
  name: 'deadlines',
  aliases: ['deadline'],
  summary: 'Dates to act by, coming and past',
  defaultChild: 'list',
  children: [list, add, edit, done, remove, exportDeadlines],
});
