/** The form Slack posts for `/mdaemon ports activesync`; the trigger makes each one different. */
export function slashCommandBody(number: number): string {
  return new URLSearchParams({
    token: 'not-used-since-requests-are-signed',
    team_id: 'T01TEST',
    team_domain: 'test',
    channel_id: 'C01GEN',
    channel_name: 'general',
    user_id: 'U01ALICE',
    user_name: 'alice',
    command: '/mdaemon',
    text: 'ports activesync',
    api_app_id: 'A01APP',
    is_enterprise_install: 'false',
    response_url: 'https://hooks.slack.com/commands/T01TEST/1/none',
    trigger_id: `${number}.1.0123456789abcdef`,
  }).toString();
}
