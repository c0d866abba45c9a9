interface FormatNames {
  /** Other names a person may give where a format is asked for. */
  readonly aliases: readonly string[];
  /** Names that mean the format within any sentence; `windows` or `json` alone would not. Words are parted by blanks. */
  readonly inSentences: readonly string[];
}

const formats = {
  powershell: {
    aliases: ['windows', 'win', 'pwsh', 'ps1', 'new-netfirewallrule'],
    inSentences: ['powershell', 'pwsh'],
  },
  netsh: { aliases: ['advfirewall', 'cmd'], inSentences: ['netsh', 'advfirewall'] },
  nftables: { aliases: ['nft'], inSentences: ['nftables', 'nft'] },
  iptables: { aliases: [], inSentences: ['iptables'] },
  ip6tables: { aliases: ['iptables6'], inSentences: ['ip6tables'] },
  ufw: { aliases: [], inSentences: ['ufw'] },
  firewalld: { aliases: ['firewall-cmd'], inSentences: ['firewalld', 'firewall cmd'] },
  pf: { aliases: ['pfctl', 'openbsd', 'freebsd'], inSentences: ['pf', 'pfctl'] },
  cisco: { aliases: ['cisco-ios', 'acl'], inSentences: ['cisco', 'cisco asa', 'cisco ios'] },
  routeros: { aliases: ['mikrotik'], inSentences: ['routeros', 'mikrotik'] },
  'terraform-aws': {
    aliases: ['terraform', 'tf', 'aws', 'security-group'],
    inSentences: ['terraform aws', 'terraform', 'aws security group'],
  },
  'terraform-azure': { aliases: ['azure', 'nsg'], inSentences: ['terraform azure', 'azure nsg'] },
  json: { aliases: [], inSentences: [] },
  csv: { aliases: [], inSentences: [] },
} satisfies Record<string, FormatNames>;

/** One of the formats firewall rules can be written in. */
export type FormatId = keyof typeof formats;

/** The formats rules can be written in, as people name them. */
export const formatIds = Object.keys(formats) as [FormatId, ...FormatId[]];

/** Other names people have for the formats, where one is asked for. */
export const formatAliases: Readonly<Record<string, FormatId>> = formatsBy(({ aliases }) => aliases);

/** The names, with the words parted by blanks, that mean a format wherever they stand in a sentence. */
export const formatsInSentences: ReadonlyMap<string, FormatId> = new Map(
  Object.entries(formatsBy(({ inSentences }) => inSentences)),
);

function formatsBy(namesOf: (names: FormatNames) => readonly string[]): Record<string, FormatId> {
  return Object.fromEntries(formatIds.flatMap((id) => namesOf(formats[id]).map((name) => [name, id])));
}
