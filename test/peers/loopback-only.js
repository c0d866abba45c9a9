// Preloaded into a peer that runs on Bun and would listen on all interfaces.
const serve = Bun.serve;
Bun.serve = (options) => serve({ ...options, hostname: '127.0.0.1' });
