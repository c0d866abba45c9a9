const none = async () => [];

/** A resolver that has no record of anything, at once: what is compared asks no DNS either. */
export const noRecords = {
  resolveMx: none,
  resolve4: none,
  resolve6: none,
  resolveTxt: none,
  resolveCname: none,
  resolveSrv: none,
  reverse: none,
};
