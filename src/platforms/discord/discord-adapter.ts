import { GatewayDispatchEvents } from 'discord.js';
import type { Catalogue, Logger } from '../../bot/bot.ts';
import {
  type ChatAdapter,
  type ChatRenderer,
  createPoster,
  type FileSource,
  type PostingAdapter,
  type RecordedEvent,
} from '../../chat/chat.ts';
import type { DiscordConfig } from '../../config/config.ts';
import type { Outgoing } from '../../outgoing/outgoing.ts';
import type { Poster, ViewDelivery } from '../../reminders/reminders.ts';
import { type DiscordEvent, decodeEvent } from './events/decode-event.ts';
import type { Names } from './events/names.ts';
import { createReminderForms } from './events/reminder-form.ts';
import { createInteractionClient, type OutgoingMessage } from './events/responder.ts';
import { classifyFailure, discordError } from './failures.ts';
import { checkTarget, findReaders } from './posting/check-target.ts';
import { createChannelAccess } from './posting/permissions.ts';
import { createPostClient } from './posting/post-client.ts';
import { createPlaces, postReminder, readHistory, whyUnreadable } from './posting/posting.ts';
import { button, row, text } from './rendering/components.ts';
import { formatCustomId } from './rendering/custom-id.ts';
import { inlineWith, literal, person } from './rendering/markdown.ts';
import { plainNote, renderAnswer } from './rendering/render-answer.ts';
import { renderReminder } from './rendering/render-reminder.ts';
import { answeringOptions } from './request-maker.ts';

interface DiscordPostingOptions {
  readonly config: Pick<DiscordConfig, 'token' | 'apiUrl'>;
  readonly logger: Logger;
  readonly now: () => Date;
  /** How to reach Discord where a proxy is set. */
  readonly outgoing?: Pick<Outgoing, 'fetch'> | undefined;
  /** The time-out of a call, in milliseconds. */
  readonly timeoutMs: number;
}

interface DiscordAdapterOptions<Services> extends DiscordPostingOptions {
  readonly catalogue: Catalogue<Services>;
  /** For completion. */
  readonly services: Services;
}

/** Pages are counted with at most two digits. */
const longestPage = 99;

/**
 * Discord as a place to post: through a REST client of its own, which never tries anything again and needs no gateway, so
 * that a replica that stands by delivers too. A person gets a direct message.
 */
function createDiscordPosting(options: DiscordPostingOptions): PostingAdapter<OutgoingMessage> {
  const { config, logger, now, outgoing, timeoutMs } = options;
  const client = createPostClient({ config, logger, now, outgoing, timeoutMs });
  const access = createChannelAccess(client, now);
  return {
    platform: 'discord',
    label: 'Discord',
    limits: {
      // Discord waits 3 s for the first response.
      announceAfterMs: 1_500,
      // Ids of messages hold Discord's clock.
      clockSkewMs: 2 * 60_000,
      // Of 100 messages each: as many as a channel may have got around one post.
      historyPages: 20,
    },
    render,
    findPlace: createPlaces(client, now),
    post: (channel, post, signal) => postReminder(client, channel, post, signal),
    readHistory: (channel, range, signal) => readHistory(client, channel, range, signal),
    whyUnreadable: (team, target, channel, signal) => whyUnreadable(access, team, target, channel, signal),
    check: (team, target, needs = {}) => checkTarget(team, target, needs, { access, logger, timeoutMs }),
    readers: (team, channel, person, signal) => findReaders(team, channel, person, { access }, signal),
    classify: classifyFailure,
  };
}

/** Discord as a chat. */
export function createDiscordAdapter<Services>(
  options: DiscordAdapterOptions<Services>,
): ChatAdapter<DiscordEvent, OutgoingMessage> {
  const { catalogue, services, now, config, outgoing } = options;
  const interactions = createInteractionClient(answeringOptions(config, outgoing));
  const files: FileSource = {
    fetch: outgoing?.fetch ?? globalThis.fetch,
    hosts: ['cdn.discordapp.com', 'media.discordapp.net'],
    remedy: 'Send it again, or paste the text.',
  };
  const context = { catalogue, services, forms: createReminderForms(now), interactions, files };
  return {
    ...createDiscordPosting(options),
    teamWord: 'server',
    decode: (event, source) => decodeEvent(event, source, context),
    record: recordEvent,
    carriesLine: (line) => formatCustomId({ kind: 'page', page: longestPage, key: { by: 'line', line } }) !== undefined,
    toError: discordError,
  };
}

const render: ChatRenderer<OutgoingMessage> = {
  answer(reply, { found, share = false, page, sharedBy, newReminder } = {}) {
    const message = renderAnswer(reply, {
      ...(page === undefined ? {} : { page }),
      ...(found === undefined ? {} : { pageKey: found.key }),
      ...(share && found !== undefined ? { share: found.key } : {}),
      ...(sharedBy === undefined ? {} : { sharedBy }),
      ...(newReminder === undefined ? {} : { newReminder }),
    });
    return { message, pages: message.pages };
  },
  reminder: (view) => renderReminder(view),
  note: (content, title) =>
    title === undefined ? { components: [text(content)], files: [] } : plainNote(title, content),
  progress(said, requestId) {
    const stop = formatCustomId({ kind: 'stop', requestId });
    const controls = stop === undefined ? [] : [row(button(stop, 'Stop'))];
    return { components: [text(literal(said)), ...controls], files: [] };
  },
  answeredBy({ by, at, until, instants }) {
    const words = inlineWith(instants);
    return { person: person(by), at: words(at), ...(until === undefined ? {} : { until: words(until) }) };
  },
};

interface DiscordPosterOptions extends Omit<DiscordPostingOptions, 'timeoutMs'> {
  /** Makes the content of a post. */
  readonly view: ViewDelivery;
  /** The time-out of a post, of a look into the history, and of a check, in milliseconds. Default 10 s. */
  readonly timeoutMs?: number;
}

const defaultTimeoutMs = 10_000;

/** Posts reminders to Discord, as every chat does; see `createPoster`. */
export function createDiscordPoster({ view, timeoutMs = defaultTimeoutMs, ...options }: DiscordPosterOptions): Poster {
  const { now, logger } = options;
  return createPoster(createDiscordPosting({ ...options, timeoutMs }), { view, now, logger, timeoutMs });
}

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
function recordEvent(event: DiscordEvent): RecordedEvent {
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
