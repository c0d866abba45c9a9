// Listens on TCP ports of a network namespace, over both IP versions, and tells each caller which port took the call:
// node listen.mjs PORT…. Says `ready` once all listen.
import { createServer } from 'node:net';

const ports = process.argv.slice(2).map(Number);
await Promise.all(
  ports.map(
    (port) =>
      new Promise((resolve) => {
        createServer((socket) => {
          socket.on('error', () => {});
          socket.end(String(port));
        }).listen(port, '::', resolve);
      }),
  ),
);
process.stdout.write('ready\n');
process.stdin.resume().on('end', () => process.exit());
