import type { APIApplicationCommand } from 'discord.js';
import type { CommandPlace } from '../../../src/platforms/discord/registration/commands-api.ts';

// biome-ignore lint/suspicious/noExplicitAny: what was sent, whatever it is
type Sent = any;

/**
 * A command as Discord gives it back after it was sent: with ids and versions of its own, what was left out filled in,
 * and what is the default left out. Rules:
 * https://discord.com/developers/docs/interactions/application-commands#application-command-object
 */
export function asDiscordReturns(sent: Sent, place: CommandPlace, id = '900000000000000001'): APIApplicationCommand {
  const inServer = place.kind === 'guild';
  return {
    id,
    application_id: '800000000000000001',
    version: `${id}9`,
    default_member_permissions: sent.default_member_permissions ?? null,
    type: sent.type ?? 1,
    name: sent.name,
    name_localizations: sent.name_localizations ?? null,
    description: sent.description ?? '',
    description_localizations: sent.description_localizations ?? null,
    nsfw: sent.nsfw ?? false,
    ...(inServer
      ? { guild_id: place.guild, contexts: null }
      : { dm_permission: true, contexts: sent.contexts ?? null, integration_types: sent.integration_types ?? [0] }),
    ...((sent.options ?? []).length === 0 ? {} : { options: sent.options.map(asOption) }),
  } as APIApplicationCommand;
}

function asOption(sent: Sent): Sent {
  const { options, choices, required, autocomplete, name_localizations, description_localizations, ...rest } = sent;
  return {
    ...rest,
    name_localizations: name_localizations ?? null,
    description_localizations: description_localizations ?? null,
    ...(required === true ? { required } : {}),
    ...(autocomplete === true ? { autocomplete } : {}),
    ...((choices ?? []).length === 0
      ? {}
      : { choices: choices.map((choice: Sent) => ({ name_localizations: null, ...choice })) }),
    ...((options ?? []).length === 0 ? {} : { options: options.map(asOption) }),
  };
}
