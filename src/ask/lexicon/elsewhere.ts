import names from '../language/elsewhere.json' with { type: 'json' };

/** The owner of a name that isn't MDaemon's. */
export interface Elsewhere {
  /** How an answer calls it. */
  readonly subject: string;
  /**
   * `product`: other software or a provider; its own ports and settings are not ours, even where the protocol has the
   * same name. `general`: computing in general. `around`: what stands beside a mail server, such as a firewall; a question
   * on MDaemon may well name it.
   */
  readonly kind: 'product' | 'general' | 'around';
}

/** Every name of something that is not MDaemon's, in folded words joined by blanks. */
export const elsewhere: ReadonlyMap<string, Elsewhere> = new Map(
  (['around', 'general', 'product'] as const).flatMap((kind) =>
    Object.entries(names[kind]).flatMap(([subject, list]) =>
      list.split(', ').map((name): [string, Elsewhere] => [name, { subject, kind }]),
    ),
  ),
);
