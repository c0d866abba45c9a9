import type { TwinMessage } from '../../peers/discord-twin.ts';

type Component = Readonly<Record<string, unknown>>;

/** Every component of a message, in the order it is read. */
export function componentsOf({ components }: Pick<TwinMessage, 'components'>): Component[] {
  const below = (component: Component): Component[] => [
    component,
    ...((component['components'] ?? []) as Component[]).flatMap(below),
  ];
  return (components as unknown as Component[]).flatMap(below);
}

/** The texts of a message, joined. */
export function textOf(message: Pick<TwinMessage, 'components'>): string {
  return componentsOf(message)
    .flatMap(({ content }) => (typeof content === 'string' ? [content] : []))
    .join('\n');
}

/** The ids of its buttons and menus, by what stands on them. */
export function buttonsOf(message: Pick<TwinMessage, 'components'>): Map<string, string> {
  return new Map(
    componentsOf(message).flatMap(({ label, custom_id: id }) => (typeof id === 'string' ? [[String(label), id]] : [])),
  );
}

/** The id of the button with this label. */
export function buttonOf(message: Pick<TwinMessage, 'components'>, label: string): string {
  const id = buttonsOf(message).get(label);
  if (id === undefined)
    throw new Error(`There is no button ${label}, but ${[...buttonsOf(message).keys()].join(', ')}`);
  return id;
}

/** True where it can be shared, whatever stands on the button. */
export function isShareable(message: Pick<TwinMessage, 'components'>): boolean {
  return [...buttonsOf(message).values()].some((id) => id.startsWith('share:'));
}
