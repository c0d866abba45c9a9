import type { McpHttpConfig } from './config-types.ts';
import { readSwitch } from './read-switch.ts';

type Read = (name: string) => string | undefined;
type Report = (name: string, wanted: string) => undefined;

/** Shorter tokens are guessed. */
const shortestToken = 16;

/**
 * Reads whether assistants may ask over HTTP; `undefined` where they may not. It needs a token whatever the address:
 * a page in a browser on the same machine reaches 127.0.0.1 too.
 */
export function readMcp(read: Read, report: Report): McpHttpConfig | undefined {
  const on = readSwitch(read('MCP_HTTP'));
  const token = read('MCP_TOKEN');
  const hosts = readHosts(read('MCP_HOSTS'), report);
  if (on === undefined) return report('MCP_HTTP', 'must be on or off');
  if (!on) return undefined;
  if (token === undefined || !/^[\x21-\x7e]+$/.test(token) || token.length < shortestToken) {
    return report(
      'MCP_TOKEN',
      `must be at least ${shortestToken} characters without blanks while MCP_HTTP is on; \`openssl rand -hex 32\` makes one`,
    );
  }
  return { token, hosts };
}

function readHosts(text: string | undefined, report: Report): readonly string[] {
  const hosts = (text ?? '').split(',').flatMap((part) => part.trim().toLowerCase() || []);
  const wrong = hosts.find((host) => !/^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/.test(host));
  if (wrong !== undefined) report('MCP_HOSTS', 'must be host names with commas between, such as bot.example.com');
  return hosts;
}
