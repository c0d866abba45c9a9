import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalSlack } from '../../test/peers/start-local-slack.ts';
import { spawnProgram } from '../../test/peers/start-program.ts';
import { until } from '../../test/peers/until.ts';
import { openBrowser } from './open-browser.ts';

/**
 * Draws what the program answers in a stand-in for Slack by other hands:
 * `npm ci --prefix docs/pictures && node docs/pictures/draw-slack.ts`. Needs Chromium on the PATH, and Linux on x64.
 */
const folder = process.argv[2] ?? import.meta.dirname;
const channel = 'C01GEN';
const work = mkdtempSync(join(tmpdir(), 'pictures-'));
const slack = await startLocalSlack();
const program = await spawnProgram({
  SLACK_BOT_TOKEN: slack.botToken,
  SLACK_APP_TOKEN: slack.appToken,
  SLACK_API_URL: slack.apiUrl,
  ADMINISTRATORS: 'slack:U01ALICE',
});
try {
  await until('the bot to be connected', async () => (await program.readiness())?.parts['slack'] === true);
  await slack.command('ports activesync', { channel });
  await until('the answer', async () => (await slack.posts(channel)).length > 0);
  const context = await openBrowser(work, { width: 900, height: 760 });
  const page = await context.newPage();
  await page.goto(`${slack.url}/?channel=${channel}`);
  await page.waitForTimeout(2_000);
  // Beside the sidebar and below the channel's name, down to the last button.
  const top = 96;
  const { y = 0, height = 0 } = (await page.locator('text=Share in channel').last().boundingBox()) ?? {};
  const clip = { x: 220, y: top, width: 680, height: y + height + 24 - top };
  await page.screenshot({ path: join(folder, 'slack-ports.png'), clip });
  await context.close();
} finally {
  await program.stop();
  await slack.stop();
  rmSync(work, { recursive: true, force: true });
}
