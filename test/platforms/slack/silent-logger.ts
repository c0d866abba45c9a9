import type { Logger } from '../../../src/bot/operation.ts';

/** A logger whose lines nobody reads. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
