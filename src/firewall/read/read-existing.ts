import type { Network } from '../network.ts';
import type { Existing } from './existing.ts';
import { readIptablesSave } from './iptables-save.ts';
import { readNetsh } from './netsh.ts';
import { readNftJson } from './nft-json.ts';
import { readNmapXml } from './nmap-xml.ts';
import { readOurJson, readOurScript } from './our-scripts.ts';
import { readPortList } from './port-list.ts';
import { readPowershellJson } from './powershell-json.ts';

/**
 * Reads rules or a list of open ports, whatever wrote them. `undefined` where nothing known is recognised.
 *
 * @param host the server's own address, which tells in and out apart on a gateway.
 */
export function readExisting(text: string, host: Network | undefined): Existing | undefined {
  // Pasted into a chat, text often stands in a code block.
  const plain = text
    .replace(/^\uFEFF/, '')
    .trim()
    .replace(/^```\w*|```$/g, '')
    .trim();
  if (/^[{[]/.test(plain)) return readJson(plain, host);
  if (plain.includes('<nmaprun')) return readNmapXml(plain);
  if (/^\*filter\b/m.test(plain) || /^-[AP] (INPUT|OUTPUT|FORWARD)\b/m.test(plain))
    return readIptablesSave(plain, host);
  if (/^Rule Name:/m.test(plain)) return readNetsh(plain);
  return readOurScript(plain, host) ?? readPortList(plain);
}

function readJson(text: string, host: Network | undefined): Existing | undefined {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof document !== 'object' || document === null) return undefined;
  if ('nftables' in document) return readNftJson(document, host);
  if ('rules' in document && 'group' in document) return readOurJson(document as Record<string, unknown>);
  const [first] = Array.isArray(document) ? document : [document];
  const isRule = typeof first === 'object' && first !== null && 'Direction' in first && 'Action' in first;
  return isRule ? readPowershellJson(document) : undefined;
}
