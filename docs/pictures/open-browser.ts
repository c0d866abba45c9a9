import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/** Opens the Chromium of the PATH without a window and with a profile of its own in `work`. It makes no call by itself. */
export function openBrowser(work: string, viewport: { readonly width: number; readonly height: number }) {
  return chromium.launchPersistentContext(join(work, 'profile'), {
    executablePath: execFileSync('which', ['chromium']).toString().trim(),
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    deviceScaleFactor: 1.5,
    viewport,
  });
}
