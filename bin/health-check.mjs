#!/usr/bin/env node
// Exits 0 while the bot lives: one that waits for a chat to come back must not be killed. For a container's health check,
// where no shell or curl is needed.
const port = process.env['HEALTH_PORT'] || process.env['PORT'] || '8080';
try {
  const response = await fetch(`http://127.0.0.1:${port}/healthz`, { signal: AbortSignal.timeout(4_000) });
  process.exitCode = response.ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
