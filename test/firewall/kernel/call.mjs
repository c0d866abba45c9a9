// Calls ports of a host from a network namespace. Each line of standard input is `{ "id", "transport", "host", "ports",
// "timeoutMs" }`; the answer is a line with the same id and, for each port, who took the call, an empty text where it was taken
// and nothing more came through, or null where nobody took it.
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

function callTcp(host, port, timeoutMs) {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let said = '';
    let isTaken = false;
    const done = (answer) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => done(isTaken ? '' : null), timeoutMs);
    socket.on('connect', () => {
      isTaken = true;
    });
    socket.on('data', (chunk) => {
      said += chunk;
    });
    socket.on('end', () => done(said));
    socket.on('error', () => done(isTaken ? '' : null));
  });
}

function callUdp(host, port, timeoutMs) {
  return new Promise((resolve) => {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
    const done = (answer) => {
      clearTimeout(timer);
      socket.close();
      resolve(answer);
    };
    const timer = setTimeout(() => done(null), timeoutMs);
    socket.once('message', (message) => done(String(message)));
    socket.on('error', () => done(null));
    // A connected socket takes answers from the address it called only, as most programs do.
    socket.connect(port, host, (error) => {
      if (error) done(null);
      else socket.send('?', (failed) => failed && done(null));
    });
  });
}

for await (const line of createInterface({ input: process.stdin })) {
  const { id, transport, host, ports, timeoutMs } = JSON.parse(line);
  const call = transport === 'udp' ? callUdp : callTcp;
  Promise.all(ports.map((port) => call(host, port, timeoutMs))).then((answers) => {
    process.stdout.write(`${JSON.stringify({ id, answers })}\n`);
  });
}
