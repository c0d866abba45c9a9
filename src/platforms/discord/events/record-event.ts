import { GatewayDispatchEvents } from 'discord.js';
import type { RecordedEvent } from '../../../chat/chat.ts';
import type { DiscordEvent } from './decode-event.ts';
import type { Names } from './names.ts';

/** The names that an event was read with, by id. */
interface RecordedNames {
  readonly bot: string | undefined;
  readonly channels: Readonly<Record<string, string>>;
  readonly people: Readonly<Record<string, string>>;
  readonly roles: Readonly<Record<string, string>>;
  /** Whoever wrote the message may manage the server. */
  readonly mayManage?: boolean;
}

/** An event as the gateway dispatched it, and what the connection knew of the ids in it. */
export function recordEvent(event: DiscordEvent): RecordedEvent {
  const { names } = event;
  if (event.kind === 'interaction') {
    const { interaction } = event;
    const known = namesIn(interaction, interaction.guild_id, names);
    return { event: { t: GatewayDispatchEvents.InteractionCreate, d: interaction }, known };
  }
  const { message } = event;
  const { guild_id: guild, author, member } = message;
  const mayManage = guild !== undefined && names.mayManage(guild, { id: author.id, roles: member?.roles ?? [] });
  const known = { ...namesIn(message, guild, names), mayManage };
  return { event: { t: GatewayDispatchEvents.MessageCreate, d: message }, known };
}

function namesIn(event: unknown, guild: string | undefined, names: Names): RecordedNames {
  const ids = [...new Set(JSON.stringify(event).match(/\b\d{15,21}\b/g))];
  const named = (nameOf: (id: string) => string | undefined) =>
    Object.fromEntries(
      ids.flatMap((id) => {
        const name = nameOf(id);
        return name === undefined ? [] : [[id, name]];
      }),
    );
  return {
    bot: names.bot(),
    channels: named(names.channel),
    people: named(names.person),
    roles: guild === undefined ? {} : named((id) => names.role(guild, id)),
  };
}
