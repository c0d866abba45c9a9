/** The formats rules can be written in, as people name them. */
export const formatIds = [
  'powershell',
  'netsh',
  'nftables',
  'iptables',
  'ip6tables',
  'ufw',
  'firewalld',
  'pf',
  'cisco',
  'routeros',
  'terraform-aws',
  'terraform-azure',
  'json',
  'csv',
] as const;

/** One of the formats. */
export type FormatId = (typeof formatIds)[number];

/** Other names people have for the formats. */
export const formatAliases: Readonly<Record<string, FormatId>> = {
  windows: 'powershell',
  win: 'powershell',
  pwsh: 'powershell',
  ps1: 'powershell',
  'new-netfirewallrule': 'powershell',
  advfirewall: 'netsh',
  cmd: 'netsh',
  nft: 'nftables',
  iptables6: 'ip6tables',
  'firewall-cmd': 'firewalld',
  pfctl: 'pf',
  openbsd: 'pf',
  freebsd: 'pf',
  'cisco-ios': 'cisco',
  acl: 'cisco',
  mikrotik: 'routeros',
  terraform: 'terraform-aws',
  tf: 'terraform-aws',
  aws: 'terraform-aws',
  'security-group': 'terraform-aws',
  azure: 'terraform-azure',
  nsg: 'terraform-azure',
};
