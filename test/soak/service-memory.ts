import { readFileSync } from 'node:fs';

/** The environment by which the systemd unit keeps the memory flat, as `NAME` and value. */
export function serviceMemory(): Record<string, string> {
  const unit = readFileSync(new URL('../../packaging/systemd/mdaemon-bot.service', import.meta.url), 'utf8');
  return Object.fromEntries(
    [...unit.matchAll(/^Environment=((?:MALLOC_|NODE_OPTIONS)[^=]*)=(.+)$/gm)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
}
