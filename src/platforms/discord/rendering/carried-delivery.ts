import { parseCustomId } from './custom-id.ts';

/** A component as history returns it, as far as it is read. */
interface Component {
  readonly custom_id?: string;
  readonly components?: readonly Component[];
  readonly accessory?: Component;
}

/**
 * The delivery a message is the post of, by the ids of its buttons and selects; nothing for other messages. A post that
 * was answered keeps its Show button, and with it the id.
 */
export function carriedDelivery(components: readonly unknown[] | undefined): string | undefined {
  for (const { custom_id: text, components: inner, accessory } of (components ?? []) as readonly Component[]) {
    // A menu's id is read as if something had been picked.
    const id = text === undefined ? undefined : parseCustomId(text, 'show');
    if (id?.kind === 'reminder') return id.delivery;
    const deeper = carriedDelivery(inner) ?? carriedDelivery(accessory === undefined ? [] : [accessory]);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}
