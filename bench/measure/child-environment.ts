/**
 * The environment contenders run in: nothing but what a process needs, so that no setting of this machine (a proxy,
 * certificates, Node's options) weighs on one of them.
 */
export function childEnvironment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'SystemRoot', 'TEMP'];
  const entries = kept.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(entries), ...more };
}
