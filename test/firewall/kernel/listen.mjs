// Listens on TCP and UDP ports of a network namespace, over both IP versions, and tells each caller who and which port took the
// call: node listen.mjs NAME PORT…. Says `ready` once all listen.
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

const [name, ...ports] = process.argv.slice(2);
await Promise.all(
  ports.map(Number).flatMap((port) => [
    new Promise((resolve) => {
      createServer((socket) => {
        socket.on('error', () => {});
        socket.end(`${name} ${port}`);
      }).listen(port, '::', resolve);
    }),
    new Promise((resolve) => {
      const socket = createSocket('udp6');
      socket.on('error', () => {});
      socket.on('message', (_, from) => socket.send(`${name} ${port}`, from.port, from.address, () => {}));
      socket.bind(port, '::', resolve);
    }),
  ]),
);
process.stdout.write('ready\n');
process.stdin.resume().on('end', () => process.exit());
