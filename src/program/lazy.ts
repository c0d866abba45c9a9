/** An object whose methods all return promises. */
type Methods = Readonly<Record<string, (...args: never[]) => Promise<unknown>>>;

/**
 * Stands in for something that is opened at the first call: each method opens it, once, and passes the call on. For
 * parts that cost start-up time or leave traces, and that most commands never use.
 */
export function lazy<Target extends object>(open: () => Promise<Target>): Target {
  let opened: Promise<Target> | undefined;
  return new Proxy({} as Target, {
    get: (_empty, name) => {
      // Nothing awaits the stand-in itself.
      if (name === 'then') return undefined;
      return async (...args: never[]) => {
        opened ??= open();
        const target = (await opened) as Methods;
        const method = target[name as string];
        if (method === undefined) throw new TypeError(`There is no ${String(name)}`);
        return method.apply(target, args);
      };
    },
  });
}
