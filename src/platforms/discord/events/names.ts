import {
  type APIInteraction,
  type APIUser,
  type Client,
  GatewayDispatchEvents,
  type GatewayMessageCreateDispatchData,
  PermissionFlagsBits,
} from 'discord.js';

/** Names that the bot knows from its connection. Nothing here asks Discord. */
export interface Names {
  /** The bot's own id, once it is connected. */
  readonly bot: () => string | undefined;
  /** The name of a channel or thread, without `#`. */
  channel(id: string): string | undefined;
  /** The user name of a person, without `@`. */
  person(id: string): string | undefined;
  role(guild: string, id: string): string | undefined;
  /** True where one of these roles, everybody's included, or the ownership lets a member manage the server. */
  mayManage(guild: string, member: { readonly id: string; readonly roles: readonly string[] }): boolean;
}

/** A member with one of these permissions is an administrator of the bot: of its reminders and settings. */
export const managing: bigint = PermissionFlagsBits.Administrator | PermissionFlagsBits.ManageGuild;

/** People whose names are kept: those who were seen last. */
const mostPeople = 500;
/** Of those, when there are more. */
const keptPeople = 450;

/** Names from the caches of a client, and those of the people in what it is sent. */
export function namesOf(client: Client): Names {
  const { channels, guilds, users } = client;
  const people = new Map<string, string>();
  const note = ({ id, username }: APIUser) => {
    people.delete(id);
    people.set(id, username);
    if (people.size <= mostPeople) return;
    for (const oldest of people.keys()) {
      if (people.size <= keptPeople) break;
      people.delete(oldest);
    }
  };
  client.ws.on(GatewayDispatchEvents.InteractionCreate, ({ member, user, data }: APIInteraction) => {
    for (const each of [member?.user, user, ...Object.values(resolvedIn(data))]) if (each !== undefined) note(each);
  });
  client.ws.on(GatewayDispatchEvents.MessageCreate, ({ author, mentions }: GatewayMessageCreateDispatchData) => {
    for (const each of [author, ...mentions]) note(each);
  });
  return {
    bot: () => client.user?.id,
    channel(id) {
      const channel = channels.cache.get(id);
      return channel !== undefined && 'name' in channel ? (channel.name ?? undefined) : undefined;
    },
    person: (id) => people.get(id) ?? users.cache.get(id)?.username,
    role: (guild, id) => guilds.cache.get(guild)?.roles.cache.get(id)?.name,
    mayManage(guild, { id, roles }) {
      const known = guilds.cache.get(guild);
      if (known === undefined) return false;
      // The role everybody has is called by the id of the server.
      return (
        known.ownerId === id || [guild, ...roles].some((role) => known.roles.cache.get(role)?.permissions.any(managing))
      );
    },
  };
}

function resolvedIn(data: APIInteraction['data']): Readonly<Record<string, APIUser>> {
  if (data === undefined || !('resolved' in data) || data.resolved === undefined) return {};
  return ('users' in data.resolved ? data.resolved.users : undefined) ?? {};
}
