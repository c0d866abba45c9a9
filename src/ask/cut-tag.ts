/** Tags that turn a statement into a question: `4069 is udp, right?`, `IMAP ist 993, oder?`. */
const tag = new RegExp(
  `[\\s,;:.–—¿-]+(?:(?:or|and|oder|o) )?(?:${[
    "right|correct|true|yes|no|not|wrong|ok|eh|huh|yeah|innit|agreed|really|is it|isnt it|isn't it|is that right|is that correct|is that true|is this right|is this correct|isnt that so|arent they|aren't they|are they|doesnt it|doesn't it|does it|dont they|don't they|dont i|don't i|do i|wasnt it|wasn't it|was it|can i|cant i|can't i|am i right|or am i wrong",
    "oder|oder nicht|nicht wahr|richtig|stimmts|stimmt's|stimmt|stimmt das|nicht|ja|gell|ne|korrekt|wahr",
    'verdad|cierto|correcto|si|es cierto|es correcto|es verdad|no es asi|no es cierto|a que si',
  ].join('|')})\\s*[?？!.]*\\s*$`,
  'u',
);
/** A bare word of these is no tag without a mark before it: `what is right`, `should it be open or not`. */
const needsMark =
  /^\s+(?:right|correct|true|yes|no|not|wrong|ok|really|ja|nicht|si|richtig|ne|is it|are they|does it|do i|was it|can i)\b/u;

/** A question without the tag at its end, and whether it had one. */
export function cutTag(folded: string): { readonly text: string; readonly tagged: boolean } {
  const end = folded.slice(-60);
  const found = tag.exec(end);
  const body = found === null ? '' : folded.slice(0, folded.length - end.length + found.index);
  // `is it tcp?` is all question, and no tag.
  if (found === null || body.trim().split(/\s+/).length < 2) return { text: folded, tagged: false };
  if (needsMark.test(found[0]) && !/[?？]/.test(found[0])) return { text: folded, tagged: false };
  return { text: `${body}?`, tagged: true };
}
