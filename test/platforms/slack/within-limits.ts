import { expect } from 'vitest';
import type { Block, Menu, RenderedMessage } from '../../../src/platforms/slack/blocks.ts';
import { slackLimits } from '../../../src/platforms/slack/limits.ts';

/** All markup of a message's blocks. */
export function markupOf({ blocks }: RenderedMessage): string[] {
  return blocks.flatMap((block) =>
    block.type === 'section'
      ? [block.text.text]
      : block.type === 'context'
        ? block.elements.map((each) => each.text)
        : [],
  );
}

/** Fails where a message is over one of Slack's limits. */
export function expectWithinLimits({ text: fallback, blocks }: RenderedMessage): void {
  expect(fallback.trim()).not.toBe('');
  expect(fallback.length).toBeLessThanOrEqual(slackLimits.text);
  expect(blocks.length).toBeLessThanOrEqual(slackLimits.blocksPerMessage);
  expect(new Set(blocks.map((block) => block.block_id)).size).toBe(blocks.length);
  for (const block of blocks) expectBlockWithinLimits(block);
  expect(markupOf({ text: '', blocks }).join('').length).toBeLessThanOrEqual(slackLimits.messageText);
  expect(JSON.stringify(blocks).isWellFormed()).toBe(true);
}

function expectBlockWithinLimits(block: Block): void {
  expect(block.block_id.length).toBeLessThanOrEqual(slackLimits.blockId);
  if (block.type === 'section') {
    expect(block.text.text.trim()).not.toBe('');
    expect(block.text.text.length).toBeLessThanOrEqual(slackLimits.sectionText);
    return;
  }
  if (block.type === 'context') {
    expect(block.elements.length).toBeLessThanOrEqual(slackLimits.contextElements);
    for (const each of block.elements) expect(each.text.length).toBeLessThanOrEqual(slackLimits.contextText);
    return;
  }
  expect(block.elements.length).toBeLessThanOrEqual(slackLimits.actionElements);
  expect(new Set(block.elements.map((each) => each.action_id)).size).toBe(block.elements.length);
  for (const each of block.elements) {
    expect(each.action_id.length).toBeLessThanOrEqual(slackLimits.actionId);
    if (each.type === 'static_select') expectMenuWithinLimits(each);
    else {
      expect(each.text.text.trim()).not.toBe('');
      expect(each.text.text.length).toBeLessThanOrEqual(slackLimits.buttonText);
      expect(each.value.length).toBeLessThanOrEqual(slackLimits.buttonValue);
    }
  }
}

function expectMenuWithinLimits({ placeholder, options }: Menu): void {
  expect(placeholder.text.length).toBeLessThanOrEqual(slackLimits.menuPlaceholder);
  expect(options.length).toBeLessThanOrEqual(slackLimits.menuOptions);
  for (const { text, value } of options) {
    expect(text.text.length).toBeLessThanOrEqual(slackLimits.optionText);
    expect(value.length).toBeLessThanOrEqual(slackLimits.optionValue);
  }
}
