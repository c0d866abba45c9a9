import { createPoster } from '../../src/chat/chat.ts';
import { viewDelivery } from '../../src/reminders/delivery-view.ts';
import { silentLogger } from '../platforms/slack/silent-logger.ts';
import type { ChatPlatform, SeenPost } from './chat-platform.ts';
import { createToyAdapter, toyChannel, toyTeam } from './toy-chat.ts';
import { createToyServer, type ToyPost } from './toy-server.ts';

/** The toy, in this process. */
export const toyPlatform: ChatPlatform = {
  label: 'Toy',
  hasPages: true,
  repeatsCommands: true,
  announcesOverTheLine: true,
  waitsOutLimits: false,
  keepsProgress: false,
  sendsPressed: false,
  async start() {
    const server = createToyServer();
    let events = 0;
    const nextId = () => {
      events += 1;
      return `e${events}`;
    };
    const press = (post: SeenPost, label: string, by: string) => {
      const value = (post.raw as ToyPost).buttons.find((button) => button.label === label)?.value;
      if (value === undefined) throw new Error(`There is no button ${label}`);
      return server.emit({ kind: 'press', id: nextId(), by, post: post.id, value });
    };
    return {
      team: toyTeam,
      channel: toyChannel,
      user: (name) => name,
      async startBot(makeChat) {
        const chat = makeChat(createToyAdapter(server));
        const leave = server.connect((event) => void chat.handle(event, 'Cannot answer'));
        return { stop: async () => leave() };
      },
      command: (text, by) => server.emit({ kind: 'command', id: nextId(), by, text }),
      mention: (text, by) => server.emit({ kind: 'mention', id: nextId(), by, text }),
      press: async (post, label, by) => press(post, label, by),
      pressReminder: async (post, reminder, how, by) => press(post, `${how} ${reminder}`, by),
      pressUnknown: (post, by) =>
        server.emit({ kind: 'press', id: nextId(), by, post: post.id, value: '{"kind":"frobnicate"}' }),
      posts: async () =>
        server.posts.map((raw) => {
          const { id, seenBy, text, buttons } = raw;
          return { id, seenBy, text, buttons: buttons.map(({ label }) => label), raw };
        }),
      fail: server.plan,
      refuseContent: () => server.plan('answer', 'too-long'),
      poster: () =>
        createPoster(createToyAdapter(server), { view: viewDelivery, now: () => new Date(), logger: silentLogger }),
      stop: async () => {},
    };
  },
};
