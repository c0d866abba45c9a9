#!/bin/sh
# Installs the servers and the scanner that checks are tried on. Does nothing without apt-get or root: the tests then say
# what they skipped. Starts none of them: a policy forbids it while they are installed.
set -eu
command -v apt-get >/dev/null 2>&1 || exit 0
[ "$(id -u)" = 0 ] || exit 0
missing=''
for pair in postfix:postfix dovecot:dovecot-core nginx:nginx-light nmap:nmap openssl:openssl iptables:iptables ip:iproute2; do
  command -v "${pair%%:*}" >/dev/null 2>&1 || [ -x "/usr/sbin/${pair%%:*}" ] || missing="$missing ${pair#*:}"
done
[ -x /usr/lib/dovecot/imap ] || missing="$missing dovecot-imapd"
[ -n "$missing" ] || exit 0
export DEBIAN_FRONTEND=noninteractive
made=''
if [ ! -e /usr/sbin/policy-rc.d ]; then
  printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d
  chmod +x /usr/sbin/policy-rc.d
  made=yes
fi
# shellcheck disable=SC2086 # a list of package names
apt-get install -y --no-install-recommends -o Dpkg::Use-Pty=0 $missing >/dev/null 2>&1 || {
  apt-get update >/dev/null 2>&1
  apt-get install -y --no-install-recommends -o Dpkg::Use-Pty=0 $missing >/dev/null 2>&1 || echo "Not installed:$missing"
}
[ -z "$made" ] || rm -f /usr/sbin/policy-rc.d
