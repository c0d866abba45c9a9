import type { KnowledgeBase } from '../../knowledge/knowledge.ts';
import { quote, UserError } from '../../src/bot/bot.ts';
import { type Network, networkText, parseHost, parseNetwork } from '../../src/firewall/firewall.ts';

/**
 * Reads who may reach the ports.
 *
 * @throws {UserError} `bad-network` for the first word that is no network.
 */
export function readFrom(words: readonly string[], knowledge: KnowledgeBase): Network[] {
  return words.map((word) => {
    const network = parseNetwork(word);
    if (network !== undefined) return network;
    const service = knowledge.services.get(word);
    throw new UserError({
      code: 'bad-network',
      message: `${quote(word)} is no network${/^[\d.]+(\/\d+)?$/.test(word) ? ': an IPv4 network has four numbers up to 255 and a length up to 32' : ''}.`,
      remedy:
        service === undefined
          ? 'Write addresses as in `from 10.0.0.0/8 192.0.2.7 2001:db8::/32`; names are not looked up.'
          : `${service.name} is a service: name services before \`from\`.`,
    });
  });
}

/** What was written with bits behind the length, so that more is meant than the address: one sentence part each. */
export function widenedNetworks(words: readonly string[]): string[] {
  return words.flatMap((word) => {
    const network = parseNetwork(word);
    const address = parseHost(word.split('/')[0] ?? '');
    if (network === undefined || address === undefined || network.address === address.address) return [];
    return [`${quote(word)} is written ${networkText(network)}`];
  });
}

/**
 * Reads the server's own address.
 *
 * @throws {UserError} `bad-host` for networks, names and anything else.
 */
export function readHost(word: string): Network {
  const host = parseHost(word);
  if (host !== undefined) return host;
  const network = parseNetwork(word);
  throw new UserError({
    code: 'bad-host',
    message: `${quote(word)} is ${network === undefined ? 'no address' : 'a network, not one address'}.`,
    remedy: 'Write the one address of the server, as in `to 192.0.2.25`; names are not looked up.',
  });
}

/**
 * Reads a Windows folder, without a backslash at its end.
 *
 * @throws {UserError} `bad-folder` for what Windows would not accept as one.
 */
export function readFolder(text: string): string {
  const folder = text.normalize('NFC').replaceAll('/', '\\').replace(/\\+$/, '');
  const local = /^[A-Za-z]:(\\[^<>:"/\\|?*\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+)*$/u.test(folder);
  const shared =
    /^\\\\[^<>:"/\\|?*\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+(\\[^<>:"/\\|?*\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+)+$/u.test(folder);
  if (local || shared) return folder;
  throw new UserError({
    code: 'bad-folder',
    message: `${quote(text)} is no Windows folder.`,
    remedy: 'Write it whole and in quotation marks, as in `folder "C:\\Program Files\\MDaemon"`.',
  });
}
