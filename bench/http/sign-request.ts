import { createHmac } from 'node:crypto';

/** A request as Slack would send it: its body and the headers that go with it. */
export interface SignedRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string | number>>;
}

/**
 * Signs a body the way Slack does, version v0.
 *
 * @param timestampS seconds since 1970; Slack's receivers refuse what is more than five minutes off.
 * @see https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function signRequest(body: string, secret: string, timestampS: number): SignedRequest {
  const digest = createHmac('sha256', secret).update(`v0:${timestampS}:${body}`).digest('hex');
  return {
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': Buffer.byteLength(body),
      'x-slack-request-timestamp': timestampS,
      'x-slack-signature': `v0=${digest}`,
    },
  };
}
