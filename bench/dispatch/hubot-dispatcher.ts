import { Adapter, Robot, TextMessage, User } from 'hubot';
import type { Dispatcher } from './dispatcher.ts';

/** Hubot with listeners that do nothing, without its web server and with an adapter that sends nowhere. */
export function createHubotDispatcher(count: number): Dispatcher {
  const robot = new Robot('None', false, 'hubot');
  robot.adapter = new Adapter(robot);
  let heard = 0;
  for (let number = 0; number < count; number += 1) {
    robot.respond(new RegExp(`command-${number} (\\w+) (inbound|outbound|all)$`, 'i'), { id: `${number}` }, () => {
      heard += 1;
    });
  }
  const user = new User('U01ALICE', { name: 'alice', room: 'C01GEN' });
  return {
    count,
    async dispatch(command) {
      const before = heard;
      await robot.receive(new TextMessage(user, `hubot command-${command} activesync inbound`, 'm1'));
      if (heard !== before + 1) throw new Error(`command-${command} was heard ${heard - before} times`);
    },
  };
}
