import type { FormatId } from '../../../knowledge/knowledge.ts';
import { cisco } from './cisco.ts';
import { firewalld } from './firewalld.ts';
import type { RuleFormat } from './format.ts';
import { ip6tables, iptables } from './iptables.ts';
import { csv, json } from './json-csv.ts';
import { netsh } from './netsh.ts';
import { nftables } from './nftables.ts';
import { pf } from './pf.ts';
import { powershell } from './powershell.ts';
import { routeros } from './routeros.ts';
import { terraformAws, terraformAzure } from './terraform.ts';
import { ufw } from './ufw.ts';

export type { RuleFormat } from './format.ts';

/** Every format, by its id. A new format is a file here, a line in this record and an id in `knowledge`. */
export const formats: Readonly<Record<FormatId, RuleFormat>> = {
  powershell,
  netsh,
  nftables,
  iptables,
  ip6tables,
  ufw,
  firewalld,
  pf,
  cisco,
  routeros,
  'terraform-aws': terraformAws,
  'terraform-azure': terraformAzure,
  json,
  csv,
};
