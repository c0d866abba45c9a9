import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest';
import { type Bench, startChatBench } from './chat-bench.ts';
import type { ChatPlatform } from './chat-platform.ts';
import { promiseAnswers } from './promises/answering.ts';
import { promiseDelivery } from './promises/delivering.ts';
import { promisePages } from './promises/paging.ts';
import { promisePresses } from './promises/pressing.ts';
import { promiseProgress } from './promises/progress.ts';
import { promiseSharing } from './promises/sharing.ts';

/** What every chat promises, checked on one platform. */
export function describeChat(platform: ChatPlatform): void {
  const { label, missing } = platform;
  describe.skipIf(missing !== undefined)(
    `${label} as a chat${missing === undefined ? '' : ` (skipped: ${missing})`}`,
    () => {
      let bench: Bench;
      const at = () => bench;
      beforeAll(async () => {
        bench = await startChatBench(platform);
      });
      afterAll(() => bench?.stop());
      afterEach(async () => {
        await bench.reset();
        expect(bench.takeFailures()).toBe(0);
      });

      // First, since Discord's peer shows a hundred messages of a history, whatever is asked for.
      promiseDelivery(at, label);
      promiseAnswers(at, platform);
      promiseProgress(at, platform);
      promiseSharing(at, platform);
      if (platform.hasPages) promisePages(at);
      promisePresses(at);
    },
  );
}
