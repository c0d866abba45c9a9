/** "Instead of port 25", in three languages. Only numbers: "instead of WorldClient" asks for the new name of it. */
const unwanted =
  /(?:^|(?<=[\s,(]))(?:instead of|rather than|in place of|anstatt|statt|anstelle von|en vez de|en vez del|en lugar de|en lugar del)\s+(?:(?:the|using|open|opening|port|ports|tcp|puerto|el|den|dem)\s+){0,3}\d{1,5}(?:\/(?:tcp|udp))?(?![\w.])/giu;

/**
 * A question without the ports its writer does not want: "which port instead of 25" must not be answered with 25. All of
 * it where nothing else is left, and where another number is: "587 instead of 25?" compares the two.
 */
export function cutUnwanted(text: string): string {
  const rest = text.replace(unwanted, ' ');
  return /\p{L}{2}/u.test(rest) && !/\d{2}/.test(rest) ? rest : text;
}
