export { createMcpListener } from './http-listener.ts';
export { serveStdio } from './serve-stdio.ts';
