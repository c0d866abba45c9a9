// Connects to ports of one host, run inside a network namespace of the test's own: node scan-ports.mjs HOST FROM TO
// [LOCAL-ADDRESS] [udp]. A port counts as open where anything answers, a refusal included: it passed the firewall.
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';

const [host, from, to, localAddress = '', kind = 'tcp'] = process.argv.slice(2);
const timeoutMs = 700;
const atOnce = 3000;

function tryTcp(port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port, ...(localAddress === '' ? {} : { localAddress }) });
    const done = (open) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(open);
    };
    const timer = startTimer(() => done(false));
    socket.on('connect', () => done(true));
    socket.on('error', (error) => done(error.code === 'ECONNREFUSED'));
  });
}

function tryUdp(port) {
  return new Promise((resolve) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    let isOver = false;
    const done = (open) => {
      clearTimeout(timer);
      if (isOver) return;
      isOver = true;
      socket.close();
      resolve(open);
    };
    const timer = startTimer(() => done(false));
    socket.on('error', () => done(true));
    socket.on('message', () => done(true));
    socket.connect(port, host, () => socket.send('x'));
  });
}

/**
 * Runs something when the time is over and everything that has arrived by then is handled. A busy machine may come to both
 * at once, and would otherwise take an answer for none.
 */
function startTimer(run) {
  return setTimeout(() => setImmediate(run), timeoutMs);
}

const open = [];
let next = Number(from);
const worker = async () => {
  while (next <= Number(to)) {
    const port = next;
    next += 1;
    if (await (kind === 'udp' ? tryUdp(port) : tryTcp(port))) open.push(port);
  }
};
await Promise.all(Array.from({ length: atOnce }, worker));
process.stdout.write(JSON.stringify(open.sort((a, b) => a - b)));
