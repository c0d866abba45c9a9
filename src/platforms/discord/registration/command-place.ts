/** Where commands are registered: for everybody, or in one server. */
export type CommandPlace = { readonly kind: 'global' } | { readonly kind: 'guild'; readonly guild: string };

/** A place in a sentence. */
export function placeInWords(place: CommandPlace): string {
  return place.kind === 'global' ? 'for everybody' : `in server ${place.guild}`;
}
