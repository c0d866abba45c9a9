// Preloaded into a program and into the peer it talks to: time goes SOAK_FACTOR times as fast in both, from the same instant on.
import { createRequire, syncBuiltinESMExports } from 'node:module';

const factor = Number(process.env.SOAK_FACTOR ?? 1);
const epoch = Number(process.env.SOAK_EPOCH ?? Date.now());
const realNow = Date.now;
const now = () => Math.round(epoch + (realNow() - epoch) * factor);

const RealDate = Date;
// biome-ignore lint/suspicious/noShadowRestrictedNames: it stands in for the global one
globalThis.Date = class Date extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(now());
    else super(...given);
  }

  static now() {
    return now();
  }
};

// The peer only tells the time.
if (process.env.SOAK_TIMERS === 'on') {
  const elapsed = performance.now.bind(performance);
  performance.now = () => elapsed() * factor;
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (ms) => timeout(Math.ceil(ms / factor));
  const timers = createRequire(import.meta.url)('node:timers');
  for (const name of ['setTimeout', 'setInterval']) {
    const start = timers[name];
    const scaled = Object.assign((run, ms = 0, ...rest) => start(run, ms / factor, ...rest), start);
    timers[name] = scaled;
    globalThis[name] = scaled;
  }
  syncBuiltinESMExports();
}
