// Calls ports of a host from a network namespace. Each line of standard input is `{ "host", "ports", "timeoutMs" }`; the answer
// is a line with the port that took each call, 0 where the call was taken and nothing more came through, or null where nobody
// took it.
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

function call(host, port, timeoutMs) {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let said = '';
    let isTaken = false;
    const done = (answer) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => done(isTaken ? 0 : null), timeoutMs);
    socket.on('connect', () => {
      isTaken = true;
    });
    socket.on('data', (chunk) => {
      said += chunk;
    });
    socket.on('end', () => done(Number(said)));
    socket.on('error', () => done(isTaken ? 0 : null));
  });
}

for await (const line of createInterface({ input: process.stdin })) {
  const { host, ports, timeoutMs } = JSON.parse(line);
  const answers = await Promise.all(ports.map((port) => call(host, port, timeoutMs)));
  process.stdout.write(`${JSON.stringify(answers)}\n`);
}
