import type { SlackOutgoing } from '../../../src/platforms/slack/slack-client.ts';

/** What a call is refused with instead of being made; `undefined` lets it through. A promise keeps the call waiting. */
type Refuse = (method: string) => string | undefined | Promise<string | undefined>;

/**
 * Calls to a peer as if it told the token's scopes, which Slack does in a header and no peer does; some of them can be
 * refused as Slack would.
 */
export function withScopes(scopes: readonly string[], refuse: Refuse = () => undefined): SlackOutgoing {
  return {
    dispatcher: undefined,
    async fetch(input, init) {
      const url = input instanceof Request ? input.url : String(input);
      const method = url.slice(url.lastIndexOf('/') + 1);
      const error = await refuse(method);
      if (error !== undefined) return Response.json({ ok: false, error });
      const response = await fetch(input, init);
      if (method !== 'auth.test') return response;
      const headers = new Headers(response.headers);
      headers.set('x-oauth-scopes', scopes.join(', '));
      return new Response(await response.text(), { status: response.status, headers });
    },
  };
}
