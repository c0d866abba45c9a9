import { diff } from './firewall/diff.ts';
import { rules } from './firewall/rules.ts';
import { undo } from './firewall/undo.ts';
import { defineGroup } from './services.ts';

/** Firewall rules: made, compared with what there is, and removed again. */
export const firewall = defineGroup({
  name: 'firewall',
  aliases: ['fw'],
  summary: 'Firewall rules for services: to paste, to compare, to undo',
  defaultChild: 'rules',
  children: [rules, diff, undo],
});
