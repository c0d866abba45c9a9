/** Firewalls by the words people use for them, each as `firewall` takes it. A test holds this equal to the formats there are. */
export const firewallFormats: ReadonlyMap<string, string> = new Map(
  [
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
    'terraform aws',
    'terraform azure',
    'nft: nftables',
    'pwsh: powershell',
    'advfirewall: netsh',
    'firewall cmd: firewalld',
    'pfctl: pf',
    'mikrotik: routeros',
    'cisco asa: cisco',
    'cisco ios: cisco',
    'terraform: terraform-aws',
    'aws security group: terraform-aws',
    'azure nsg: terraform-azure',
  ].map((line): [string, string] => {
    const [words = '', format = words.replaceAll(' ', '-')] = line.split(': ');
    return [words, format];
  }),
);
