import { z } from 'zod';
import { argument } from '../../src/bot/argument.ts';

/** The id of a reminder, as a confirmation shows it. */
export const idArgument = argument(z.string().max(40), {
  written: 'position',
  description: 'The id of a reminder',
  placeholder: 'id',
});
