import { expect } from 'vitest';
import type { RenderedMessage } from '../../../src/platforms/discord/rendering/components.ts';
import { discordLimits } from '../../../src/platforms/discord/rendering/limits.ts';

/** A component as JSON: whatever has a numeric `type`. */
interface Node {
  readonly type: number;
  readonly [key: string]: unknown;
}

/** Every component of a message, outermost first, accessories and what stands in rows included. */
export function nodesOf(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.values(value).flatMap(nodesOf);
  return 'type' in value && typeof value.type === 'number' ? [value as Node, ...inside] : inside;
}

/** The markdown of every text display, in order. */
export function textsOf({ components }: RenderedMessage): string[] {
  return nodesOf(components).flatMap(({ type, content }) => (type === 10 ? [String(content)] : []));
}

/** The ids of everything that can be pressed, in order. */
export function idsOf({ components }: RenderedMessage): string[] {
  return nodesOf(components).flatMap(({ custom_id: id }) => (id === undefined ? [] : [String(id)]));
}

/** What a person can see of a text: without blanks and without characters that are not shown. */
const seen = (text: unknown) => String(text).replace(/[\s\p{Cc}\p{Cf}]/gu, '');

/** Fails where a message is over one of Discord's limits, or has something Discord refuses. */
export function expectWithinLimits(message: RenderedMessage): void {
  const nodes = nodesOf(message.components);
  expect(nodes.length).toBeGreaterThan(0);
  expect(nodes.length).toBeLessThanOrEqual(discordLimits.components);
  const texts = textsOf(message);
  expect(texts.reduce((sum, text) => sum + text.length, 0)).toBeLessThanOrEqual(discordLimits.text);
  expect(bytesOf(message.components) + 12 * nodes.length).toBeLessThanOrEqual(discordLimits.componentBytes);
  const ids = idsOf(message);
  expect(new Set(ids).size).toBe(ids.length);
  for (const node of nodes) expectNodeWithinLimits(node);
  expectFiles(message, nodes);
  expect(JSON.stringify(message.components).isWellFormed()).toBe(true);
}

function bytesOf(value: unknown): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, each) => sum + bytesOf(each), 0);
}

function expectNodeWithinLimits(node: Node): void {
  const { type, content, custom_id: id, label, components, options, placeholder, accessory } = node;
  const children = Array.isArray(components) ? (components as Node[]) : [];
  const types = children.map((child) => child.type);
  if (type === 1) {
    expect([types.every((each) => each === 2), types.length <= 5].every(Boolean) || String(types) === '3').toBe(true);
    expect(types.length).toBeGreaterThan(0);
  } else if (type === 2) {
    expect(seen(label)).not.toBe('');
    expect(String(label).length).toBeLessThanOrEqual(discordLimits.buttonLabel);
    expect(id).toBeTypeOf('string');
  } else if (type === 3) {
    expect(String(placeholder).length).toBeLessThanOrEqual(discordLimits.selectPlaceholder);
    expectOptions(options as { label: string; value: string }[]);
  } else if (type === 9) {
    expect(types.length).toBeGreaterThan(0);
    expect(types.length).toBeLessThanOrEqual(discordLimits.sectionTexts);
    expect(new Set(types)).toEqual(new Set([10]));
    expect([2, 11]).toContain((accessory as Node | undefined)?.type);
  } else if (type === 10) {
    expect(String(content).trim()).not.toBe('');
  } else if (type === 17) {
    expect(types.length).toBeGreaterThan(0);
    for (const each of types) expect([1, 9, 10, 12, 13, 14]).toContain(each);
  } else {
    expect([13, 14]).toContain(type);
  }
  if (id !== undefined) {
    expect(String(id).length).toBeGreaterThan(0);
    expect(String(id).length).toBeLessThanOrEqual(discordLimits.customId);
  }
}

function expectOptions(options: readonly { readonly label: string; readonly value: string }[]): void {
  expect(options.length).toBeGreaterThan(0);
  expect(options.length).toBeLessThanOrEqual(discordLimits.selectOptions);
  expect(new Set(options.map(({ value }) => value)).size).toBe(options.length);
  for (const { label, value } of options) {
    expect(label.length).toBeLessThanOrEqual(discordLimits.optionLabel);
    expect(value.length).toBeLessThanOrEqual(discordLimits.optionValue);
  }
}

/** Each file is shown once, under a name that Discord leaves as it is. */
function expectFiles({ files }: RenderedMessage, nodes: readonly Node[]): void {
  const shown = nodes.filter(({ type }) => type === 13).map(({ file }) => (file as { url: string }).url);
  expect(shown).toEqual(files.map(({ name }) => `attachment://${name}`));
  expect(new Set(shown).size).toBe(shown.length);
  expect(files.length).toBeLessThanOrEqual(discordLimits.filesPerMessage);
  const sizes = files.map(({ content }) => Buffer.byteLength(content));
  for (const size of sizes) expect(size).toBeLessThanOrEqual(discordLimits.fileBytes);
  for (const size of sizes) expect(size).toBeGreaterThan(0);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(discordLimits.filesBytes);
  for (const { name } of files) expect(name).toMatch(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/);
}
