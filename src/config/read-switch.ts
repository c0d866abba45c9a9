/** What a variable that is on or off says: `undefined` for anything else, and `false` where it is not set. */
export function readSwitch(text: string | undefined): boolean | undefined {
  const said = text?.trim().toLowerCase() ?? '';
  if (['on', 'yes', 'true', '1'].includes(said)) return true;
  return ['', 'off', 'no', 'false', '0'].includes(said) ? false : undefined;
}
