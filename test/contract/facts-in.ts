/** What an administrator would act upon, wherever it was read. */
export interface Facts {
  readonly ports: readonly string[];
  readonly dates: readonly string[];
  readonly addresses: readonly string[];
  readonly programs: readonly string[];
  readonly versions: readonly string[];
}

const patterns: Readonly<Record<keyof Facts, RegExp>> = {
  ports: /\b\d{1,5}\/(?:tcp|udp)\b/gi,
  dates:
    /\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*(?: \d{4})?\b|\b\d{1,2}:\d{2}\b/g,
  addresses: /\b\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?\b/g,
  programs: /\b[\w-]+\.(?:exe|dll|dat|ini)\b/gi,
  versions: /\b\d{1,2}\.\d\.\d\b/g,
};

/** The facts a text holds, each once and in order of the alphabet. Addresses of pages are no facts, and what cannot be seen is left out. */
export function factsIn(text: string): Facts {
  const plain = text.replace(/https?:\/\/\S+/g, ' ').replace(/\p{Cf}/gu, '');
  const found = Object.entries(patterns).map(([name, pattern]) => [
    name,
    [...new Set(plain.match(pattern)?.map((fact) => fact.toLowerCase()))].sort(),
  ]);
  return Object.fromEntries(found) as Facts;
}

/** Letters and digits alone, so that marks and broken lines make no difference. */
export function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, '').toLowerCase();
}
