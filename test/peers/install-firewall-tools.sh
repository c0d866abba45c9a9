#!/bin/sh
# Installs the firewalls' own parsers that the tests run our rules through, and the shells that complete our commands. Does nothing without apt-get or root: the
# tests then say what they skipped. Starts no service and changes no rule of this machine.
set -eu
command -v apt-get >/dev/null 2>&1 || exit 0
[ "$(id -u)" = 0 ] || exit 0
missing=''
for pair in nft:nftables iptables-restore:iptables ufw:ufw ip:iproute2 firewall-offline-cmd:firewalld shellcheck:shellcheck zsh:zsh fish:fish; do
  command -v "${pair%%:*}" >/dev/null 2>&1 || missing="$missing ${pair#*:}"
done
[ -n "$missing" ] || exit 0
export DEBIAN_FRONTEND=noninteractive
# A start of services during installation would touch the machine's own firewall.
# shellcheck disable=SC2086 # a list of package names
apt-get install -y --no-install-recommends -o Dpkg::Use-Pty=0 $missing >/dev/null 2>&1 || {
  apt-get update >/dev/null 2>&1
  apt-get install -y --no-install-recommends -o Dpkg::Use-Pty=0 $missing >/dev/null 2>&1 || echo "Not installed:$missing"
}
