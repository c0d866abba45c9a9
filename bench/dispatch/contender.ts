import type { Dispatcher } from './dispatcher.ts';

// One dispatcher in a process of its own, since what one does to the compiled code of a process, all others in it feel.
// Arguments: which bot, how many commands, and whether the middle one is asked for all the time, or each in turn.
const [bot, countText, which] = process.argv.slice(2);
const dispatcher = await create(Number(countText));

process.on('message', async (dispatches: number) => {
  process.send?.(await measure(dispatches));
});
console.log('ready');

async function create(count: number): Promise<Dispatcher> {
  if (bot === 'hubot') return (await import('./hubot-dispatcher.ts')).createHubotDispatcher(count);
  return (await import('./our-dispatcher.ts')).createOurDispatcher(count);
}

/** Dispatches a second, one after the other. */
async function measure(dispatches: number): Promise<number> {
  const middle = Math.floor(dispatcher.count / 2);
  const startedAt = performance.now();
  for (let index = 0; index < dispatches; index += 1) {
    await dispatcher.dispatch(which === 'each' ? index % dispatcher.count : middle);
  }
  return (dispatches / (performance.now() - startedAt)) * 1000;
}
