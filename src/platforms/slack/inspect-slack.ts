import type { Finding, PlatformError } from '../../bot/bot.ts';
import { type ChatInspectOptions, inspectSocketHost, unreachedFinding } from '../../chat/chat.ts';
import type { SlackConfig } from '../../config/config.ts';
import { missingScopes } from './scopes.ts';
import { createPostClient, identify, type PostClient, type SlackIdentity, socketError } from './slack-client.ts';
import { readFailure } from './slack-error.ts';

type InspectOptions = Pick<ChatInspectOptions<SlackConfig, unknown>, 'config' | 'logger' | 'timeoutMs'> & {
  readonly administrators?: ReadonlySet<string> | undefined;
  readonly outgoing: Pick<ChatInspectOptions<SlackConfig, unknown>['outgoing'], 'fetch'>;
};

const token = "Slack's token";
const scopes = "Slack's scopes";
const socket = "Slack's socket";

/** Looks at the tokens, at what they may do, and at where the socket would be; see `ChatPlatform.inspect`. */
export async function inspectSlack(options: InspectOptions): Promise<readonly Finding[]> {
  const { config, logger, outgoing, timeoutMs, administrators } = options;
  const client = createPostClient({ config, logger, outgoing: { ...outgoing, dispatcher: undefined }, timeoutMs });
  const [identity, connection] = await Promise.all([
    identify(client, config.botToken).catch((error: PlatformError) => error),
    config.mode === 'http' ? undefined : inspectSocket(client, config.appToken, options),
  ]);
  const inHttpMode: Finding = {
    part: 'Slack’s requests',
    verdict: 'unknown',
    says: 'Until Slack sends a request, I can’t tell whether requests arrive and SLACK_SIGNING_SECRET is right.',
    remedy: 'Press Retry beside the Request URL (Event Subscriptions of your app): it should turn to Verified.',
  };
  const others = connection ?? inHttpMode;
  if (identity instanceof Error) return [notIdentified(identity), notLookedAt, others];
  return [
    { part: token, verdict: 'fine', says: `SLACK_BOT_TOKEN works: it belongs to ${nameOf(identity)}.` },
    ...inspectScopes(identity, administrators),
    others,
  ];
}

const notLookedAt: Finding = { part: scopes, verdict: 'unknown', says: 'I can’t look at these until the token works.' };

function nameOf({ botUserId = 'a bot', home }: SlackIdentity): string {
  const place = home?.team ?? home?.organisation;
  return place === undefined ? botUserId : `${botUserId} in ${place}`;
}

function notIdentified(error: PlatformError): Finding {
  if (error.code === 'slack-refused') return refused(token, error);
  const { cause } = error;
  if (readFailure(cause).kind === 'unreached') {
    return unreachedFinding(token, 'Slack', unwrap(cause));
  }
  return { part: token, verdict: 'unknown', says: `${error.message}.`, remedy: 'Try again in a while.' };
}

/** A refusal says what to do already: its first sentence is what was seen. */
function refused(part: string, { message }: PlatformError): Finding {
  const end = message.indexOf('. ') + 1;
  return { part, verdict: 'wrong', says: message.slice(0, end), remedy: message.slice(end + 1) };
}

/** What Slack's client wrapped. */
function unwrap(error: unknown): unknown {
  return (error as { original?: unknown } | undefined)?.original ?? error;
}

function inspectScopes(identity: SlackIdentity, administrators: ReadonlySet<string> | undefined): readonly Finding[] {
  if (identity.scopes === undefined) {
    return [
      {
        part: scopes,
        verdict: 'unknown',
        says: 'Slack does not say which scopes the token has.',
        remedy: 'Compare them with slack-manifest.yaml: OAuth & Permissions of your app.',
      },
    ];
  }
  const missing = missingScopes(identity.scopes, administrators).map(({ message, remedy, grave }): Finding => {
    return { part: scopes, verdict: grave ? 'wrong' : 'fine', says: message, remedy };
  });
  if (missing.length > 0) return missing;
  return [{ part: scopes, verdict: 'fine', says: 'The token has every scope of slack-manifest.yaml.' }];
}

/** `apps.connections.open` only hands out an address: nothing is connected by it. */
async function inspectSocket(
  client: PostClient,
  appToken: string,
  { outgoing, timeoutMs }: Pick<InspectOptions, 'outgoing' | 'timeoutMs'>,
): Promise<Finding> {
  try {
    const { url } = await client.apps.connections.open({ token: appToken });
    if (url === undefined || !URL.canParse(url)) {
      return { part: socket, verdict: 'unknown', says: 'Slack answered without the address of a socket.' };
    }
    return await inspectSocketHost({ label: 'Slack', address: url, fetch: outgoing.fetch, timeoutMs });
  } catch (error) {
    const told = socketError(error);
    if (told.code === 'slack-refused') return refused(socket, told);
    if (readFailure(error).kind === 'unreached') return unreachedFinding(socket, 'Slack', unwrap(error));
    return { part: socket, verdict: 'unknown', says: `${told.message}.`, remedy: 'Try again in a while.' };
  }
}
