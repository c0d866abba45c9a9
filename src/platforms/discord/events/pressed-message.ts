import { type APIMessage, type APIMessageTopLevelComponent, ComponentType, MessageFlags } from 'discord.js';
import type { RenderedMessage } from '../rendering/components.ts';
import { parseCustomId } from '../rendering/custom-id.ts';
import type { OutgoingMessage } from './responder.ts';

/** The message a pressed component is on, as Discord sends it along: everything the presser sees. */
export type PressedMessage = Pick<APIMessage, 'id' | 'components' | 'flags' | 'attachments'>;

type Component = { readonly type: number } & Readonly<Record<string, unknown>>;

/** True where the message has a Share button. */
export function hasShare({ components }: PressedMessage): boolean {
  return JSON.stringify(components ?? []).includes('"share:');
}

/** True where only whoever asked sees the message. */
export function isEphemeral({ flags }: PressedMessage): boolean {
  return ((flags ?? 0) & MessageFlags.Ephemeral) !== 0;
}

/** The person who shared the message, read from its last words; nothing if nobody did. */
export function sharerOf({ components }: PressedMessage): string | undefined {
  return /Shared by <@(\d{1,20})>/.exec(JSON.stringify(components ?? []))?.[1];
}

/** The message as it is, to undo a change. */
export function unchanged(message: PressedMessage): OutgoingMessage {
  return { ...rebuilt(message, (component) => [component]), kept: keptOf(message) };
}

/** The message without its Share button, and otherwise as it is. */
export function withoutShare(message: PressedMessage): OutgoingMessage {
  return { ...rebuilt(message, (component) => (isShare(component) ? [] : [component])), kept: keptOf(message) };
}

/**
 * The message as everybody may see it, made of nothing but itself: for an answer that cannot be made again and is no
 * longer at hand. Its files belong to the asker's message and stay there.
 */
export function sharedCopy(message: PressedMessage, by: string): RenderedMessage {
  const { components } = rebuilt(message, (component) =>
    isShare(component) ? [] : component.type === ComponentType.File ? [] : [component],
  );
  const line = { type: ComponentType.TextDisplay, content: `-# Shared by <@${by}>` } as const;
  return { components: [...components, line], files: [] };
}

function rebuilt(message: PressedMessage, change: (component: Component) => Component[]): RenderedMessage {
  const visit = (component: Component): Component[] =>
    change(component).flatMap((kept) => {
      if (kept.type === ComponentType.File) return fileAgain(kept, message);
      const { components } = kept;
      if (!Array.isArray(components)) return [kept];
      const inner = (components as Component[]).flatMap(visit);
      return inner.length === 0 ? [] : [{ ...kept, components: inner }];
    });
  const components = ((message.components ?? []) as unknown as Component[]).flatMap(visit);
  return { components: components as unknown as APIMessageTopLevelComponent[], files: [] };
}

/** Discord sends a file's address, and takes only the name of one of the attachments; another would be refused. */
function fileAgain(component: Component, { attachments }: PressedMessage): Component[] {
  const { name, file } = component as { name?: string; file?: { url?: string } };
  const shown = name ?? file?.url?.split('?')[0]?.split('/').at(-1);
  const isThere = (attachments ?? []).some(({ filename }) => filename === shown);
  return isThere ? [{ type: ComponentType.File, file: { url: `attachment://${shown}` } }] : [];
}

function isShare(component: Component): boolean {
  const { custom_id: id } = component;
  return typeof id === 'string' && parseCustomId(id)?.kind === 'share';
}

function keptOf({ attachments }: PressedMessage): NonNullable<OutgoingMessage['kept']> {
  return (attachments ?? []).map(({ id, filename }) => ({ id, filename }));
}
