/** Anything of a JSON document. */
export type Json = null | string | number | boolean | Json[] | { [key: string]: Json };

/** An object of `nft -j`, such as a statement: `{ "accept": null }`. */
export type Statement = { [key: string]: Json };

/** An object's fields; none for anything else. */
export function fieldsOf(json: Json | undefined): Statement {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : {};
}

/** A list's entries; one for anything that is there and no list. */
export function listOf(json: Json | undefined): readonly Json[] {
  if (json === undefined || json === null) return [];
  return Array.isArray(json) ? json : [json];
}
