import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The variables of a copy of `.env.example` with Slack's tokens filled in, as Docker and systemd read such a file. */
export function filledInExample(): Readonly<Record<string, string>> {
  const text = readFileSync(join(import.meta.dirname, '../../.env.example'), 'utf8');
  const pairs = [...text.matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]);
  return { ...Object.fromEntries(pairs), SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };
}
