import { InteractionType } from 'discord.js';
import type { DiscordTwin, TwinEvent, TwinMessage, TwinPlace, TwinResponse, TwinState } from './discord-twin.ts';
import { launchTwin } from './discord-twin-link.ts';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

const state: TwinState = {
  token: 'twin-bot-token',
  bot: '700000000000000001',
  guild: '700000000000000010',
  channels: { general: '700000000000000100', operations: '700000000000000101' },
  users: { alice: '700000000000001000', bob: '700000000000001001' },
  direct: { alice: '700000000000002000', bob: '700000000000002001' },
};

/** Starts discord-digital-twin in a process of its own, on 127.0.0.1 only. */
export async function startDiscordTwin(): Promise<DiscordTwin> {
  const port = await freePort();
  let link = await launchTwin(port, state);
  const channel = (name = 'general') =>
    (name.startsWith('@') ? state.direct[name.slice(1)] : state.channels[name]) ?? name;
  const user = (name = 'alice') => state.users[name] ?? name;
  const interact = async (type: number, data: TwinEvent, where: TwinPlace = {}, message?: string) => {
    const input = { type, data, message, ...placeOf(where) };
    return (await link.ask<{ id: string }>('interact', input)).id;
  };
  /** In a direct message Discord names the person instead of a member of a server. */
  const placeOf = ({ channel: name, user: who, changes }: TwinPlace): Place => {
    const direct = { guild_id: null, member: null, user: { id: user(who), username: who ?? 'alice' }, context: 1 };
    const inPerson = name?.startsWith('@') === true ? direct : {};
    return { channel: channel(name), user: user(who), changes: { ...inPerson, ...changes } };
  };
  const component =
    (kind: number) => (message: TwinMessage, customId: string, values: readonly string[], where?: TwinPlace) => {
      const data = { custom_id: customId, component_type: kind, ...(kind === 2 ? {} : { values }) };
      return interact(InteractionType.MessageComponent, data, { channel: message.channel, ...where }, message.id);
    };
  const pressed = component(2);
  const twin: DiscordTwin = {
    ...state,
    restUrl: `http://127.0.0.1:${port}/api`,
    channel,
    user,
    command: (name, options, where) =>
      interact(InteractionType.ApplicationCommand, { id: '1', name, type: 1, options }, where),
    autocomplete: (name, options, where) =>
      interact(InteractionType.ApplicationCommandAutocomplete, { id: '1', name, type: 1, options }, where),
    press: (message, customId, where) => pressed(message, customId, [], where),
    select: component(3),
    submit(customId, fields, where, message) {
      const components = Object.entries(fields).map(([id, value]) => ({
        type: 18,
        component:
          typeof value === 'string' ? { type: 4, custom_id: id, value } : { type: 7, custom_id: id, values: value },
      }));
      return interact(InteractionType.ModalSubmit, { custom_id: customId, components }, where, message);
    },
    async say(content, where = {}) {
      const { changes, ...place } = placeOf(where);
      const { user: _user, context: _context, ...fields } = changes;
      return (await link.ask<{ id: string }>('say', { content, ...place, changes: { ...fields, ...where.changes } }))
        .id;
    },
    broadcast: (event, data) => link.ask('broadcast', { event, data }),
    permit: (name, permissions) => link.ask('permit', { user: user(name), permissions: String(permissions) }),
    messages: (name) => link.ask('messages', { channel: channel(name) }),
    responseSoFar: (interaction) => link.ask<TwinResponse | undefined>('response', { interaction }),
    response: (interaction) => until('a response to the interaction', () => twin.responseSoFar(interaction)),
    // A response that only announces the answer makes no message yet.
    answer: (interaction) =>
      until('a message in response to the interaction', async () => {
        const { message } = await twin.response(interaction);
        const all = [...Object.values(state.channels), ...Object.values(state.direct)];
        for (const id of message === undefined ? [] : all) {
          const found = (await twin.messages(id)).find((each) => each.id === message);
          if (found !== undefined) return found;
        }
        return undefined;
      }),
    calls: () => link.ask('calls', {}),
    kill: () => link.kill(),
    async restart() {
      link = await launchTwin(port, state);
    },
    stop: () => link.kill(),
  };
  return twin;
}

interface Place {
  readonly channel: string;
  readonly user: string;
  readonly changes: TwinEvent;
}
