import { join } from 'node:path';

/**
 * What is started where a test needs the whole program: that of this checkout, or the one that `MDAEMON_BOT` names, such as a
 * packed one in another folder.
 */
export const programFile = process.env['MDAEMON_BOT'] || join(import.meta.dirname, '../../bin/mdaemon-bot.mjs');
