import { readUrl, type Variables } from './variables.ts';

/** The connection to Slack, in one of the two ways Slack offers. */
export type SlackConfig = {
  /** `xoxb-…` */
  readonly botToken: string;
  /** Another address of Slack's Web API, ending in a slash; for tests and gateways. */
  readonly apiUrl: string | undefined;
} & (
  | {
      readonly mode: 'socket';
      /** `xapp-…` */
      readonly appToken: string;
    }
  | { readonly mode: 'http'; readonly signingSecret: string }
);

/** Reads Slack's variables; `undefined` where none is set. With both an app token and a signing secret it is the socket. */
export function readSlack(variables: Variables): SlackConfig | undefined {
  const { read, report } = variables;
  const botToken = read('SLACK_BOT_TOKEN');
  const appToken = read('SLACK_APP_TOKEN');
  const signingSecret = read('SLACK_SIGNING_SECRET');
  const apiUrl = readUrl('SLACK_API_URL', variables)?.replace(/\/?$/, '/');
  if (botToken === undefined && appToken === undefined && signingSecret === undefined) return undefined;
  if (botToken === undefined)
    report('SLACK_BOT_TOKEN', 'is missing; it is the "Bot User OAuth Token" and begins with xoxb-');
  else if (!/^xoxb-\S+$/.test(botToken))
    report('SLACK_BOT_TOKEN', 'must begin with xoxb- (the "Bot User OAuth Token")');
  if (appToken !== undefined && !/^xapp-\S+$/.test(appToken)) {
    report('SLACK_APP_TOKEN', 'must begin with xapp- (an "App-Level Token" with connections:write)');
  }
  if (signingSecret !== undefined && signingSecret.length < 8) {
    report('SLACK_SIGNING_SECRET', 'is too short; copy it from the app\'s "Basic Information"');
  }
  if (appToken === undefined && signingSecret === undefined) {
    report('SLACK_APP_TOKEN', 'is missing; set it for Socket Mode, or SLACK_SIGNING_SECRET for HTTP');
  }
  if (botToken === undefined) return undefined;
  if (appToken !== undefined) return { mode: 'socket', botToken, appToken, apiUrl };
  return signingSecret === undefined ? undefined : { mode: 'http', botToken, signingSecret, apiUrl };
}
