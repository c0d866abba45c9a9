/**
 * Finds what Discord would make something of in a text: a reader of Discord's syntax that shares nothing with what
 * escapes it. After https://docs.discord.com/developers/reference#message-formatting and Discord's help pages about
 * markdown.
 */
export interface LiveSyntax {
  /** What notifies somebody, or names a person, role or channel. Looked for in code and behind backslashes too. */
  readonly mentions: readonly string[];
  /** The seconds and the style of timestamps: `1796022000:R`. */
  readonly timestamps: readonly string[];
  /** Where masked links lead to. */
  readonly masked: readonly string[];
  /** Commands, custom emoji, named emoji, pages of the server. */
  readonly others: readonly string[];
  /** Headings, small print, lists, quotations: what begins a line. */
  readonly lines: readonly string[];
  /** Marks that open or close bold, italic, underlined, struck through or hidden text, and code. */
  readonly marks: readonly string[];
}

/** Reads a text display's markdown. */
export function liveSyntax(markdown: string): LiveSyntax {
  const withoutCode = markdown
    .replace(/```(?:[\w+.#-]+\n)?[\s\S]*?```/g, '¤')
    .replace(/(?<!\\)(?:\\\\)*(`+)([\s\S]*?[^`])\1(?!`)/g, '¤');
  // Links in angle brackets are read before any mark within them.
  const withoutLinks = withoutCode.replace(/<https?:\/\/[^ >]+>/g, '¤');
  const plain = withoutLinks.replace(/\\[^0-9A-Za-z\s]/g, '¤');
  return {
    mentions: all(markdown, /@everyone|@here|<@[!&$]?\d+>|<#\d+>/gi),
    timestamps: all(plain, /<t:(-?\d+(?::\w)?)>/g),
    masked: all(plain, /\[[^\]]*\]\((?:<)?([^\s)>]+)/g),
    others: [
      ...all(plain, /<\/[^>]+:\d+>|<a?:\w+:\d+>|<id:[\w:-]+>|<[\w.+-]+@[\w.-]+>|<\+\d+>/g),
      ...all(plain.replace(/<t:-?\d+(?::\w)?>|(?<=\])\([^\s)]+\)/g, '¤'), /:(?:\d{3,}|\d*[A-Za-z_+~-][\w+~-]*):/g),
    ],
    lines: all(plain, /^[^\S\n]*(?:#{1,3}|-#|[-*+]|\d+[.)]|>(?:>>)?)(?=\s|$)/gm),
    marks: all(plain.replace(/^[^\S\n]*[-*]\s/gm, ''), /\*+|~~|\|\||`|(?<![\p{L}\p{N}_])_+|_+(?![\p{L}\p{N}_])/gu),
  };
}

function all(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[0]);
}
