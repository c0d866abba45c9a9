import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { messagePage } from './message-page.ts';
import { openBrowser } from './open-browser.ts';
import { pictures } from './pictures.ts';

/**
 * Draws messages of the real renderer as Discord shows them, for a phone and for a desk:
 * `npm ci --prefix docs/pictures && node docs/pictures/draw.ts [folder]`. Needs Chromium on the PATH.
 *
 * Without a folder the two pictures of the docs are written anew; with one, every picture at both widths goes there.
 */
const folder = process.argv[2];
const widths = { phone: 390, desk: 760 } as const;
const kept = new Set(['discord-ports-phone', 'discord-reminder-phone']);
const work = mkdtempSync(join(tmpdir(), 'pictures-'));
const context = await openBrowser(work, { width: widths.phone, height: 800 });
try {
  const page = await context.newPage();
  for (const [name, picture] of Object.entries(await pictures())) {
    const file = join(work, `${name}.html`);
    writeFileSync(file, messagePage(picture));
    for (const [screen, width] of Object.entries(widths)) {
      const title = `discord-${name}-${screen}`;
      if (folder === undefined && !kept.has(title)) continue;
      await page.setViewportSize({ width, height: 800 });
      await page.goto(pathToFileURL(file).href);
      await page.locator('#message').screenshot({ path: join(folder ?? import.meta.dirname, `${title}.png`) });
    }
  }
} finally {
  await context.close();
  rmSync(work, { recursive: true, force: true });
}
