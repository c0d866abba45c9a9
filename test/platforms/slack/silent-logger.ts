import type { Logger } from '../../../src/bot/logger.ts';

/** A logger whose lines nobody reads. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
