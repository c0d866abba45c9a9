import type { Services } from '../commands/services.ts';
import type { Logger } from './bot/logger.ts';
import type { AskProviderConfig } from './config/config.ts';
import { readAskProvider } from './config/read-ask.ts';

/** The provider of the settings, loaded only where one is set up. */
export async function openAdvisor(
  config: AskProviderConfig | undefined,
  logger: Logger,
  fetch = globalThis.fetch,
): Promise<Pick<Services, 'advisor'>> {
  if (config === undefined) return {};
  const [{ createAdvisor }, { createHttpAskProvider }] = await Promise.all([
    import('./ask/advisor.ts'),
    import('./outgoing/http-ask-provider.ts'),
  ]);
  return { advisor: createAdvisor({ provider: createHttpAskProvider({ ...config, fetch }), logger }) };
}

/** The same for programs that read no other settings: what is wrong is told to the operator, and there is none then. */
export async function openAdvisorFrom(
  environment: Readonly<Record<string, string | undefined>>,
  tell: (line: string) => void,
): Promise<Pick<Services, 'advisor'>> {
  const config = readAskProvider(
    (name) => environment[name]?.trim() || undefined,
    (name, wanted) => {
      tell(`${name} is passed over: it ${wanted}`);
      return undefined;
    },
  );
  if (config === undefined) return {};
  const { createOutgoing } = await import('./outgoing/create-outgoing.ts');
  const outgoing = await createOutgoing(environment);
  const say = (_fields: unknown, message: string) => tell(message);
  return openAdvisor(config, { debug: () => {}, info: () => {}, warn: say, error: say }, outgoing?.fetch);
}
