import { defineGroup } from './services.ts';
import { policy } from './updates/policy.ts';
import { show } from './updates/show.ts';

/** How the server updates itself. */
export const updates = defineGroup({
  name: 'updates',
  aliases: ['update', 'auto-update'],
  summary: 'How MDaemon updates itself, how to turn it off, what that costs',
  defaultChild: 'show',
  children: [show, policy],
});
