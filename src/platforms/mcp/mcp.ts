export { createMcpListener } from './http-listener.ts';
export { serveStdio } from './server.ts';
