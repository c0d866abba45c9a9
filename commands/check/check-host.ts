import { type RunContext, UserError } from '../../src/bot/bot.ts';
import { parseTarget } from '../../src/checks/checks.ts';
import { joinWords } from '../../src/text/text.ts';
import type { Services } from '../services.ts';
import { teamKnowledge } from '../vocabulary/team-knowledge.ts';
import { checkAnswer } from './check-answer.ts';
import { planCheck } from './plan-check.ts';

/**
 * Looks at a host and answers with what was found.
 *
 * @throws {UserError} for a host that may not be looked at, or that was a moment ago
 */
export async function checkHost(
  args: { readonly host: string; readonly services: readonly string[] },
  { request, services, progress, signal }: RunContext<Services>,
) {
  const host = await requireHost(args.host, { request, services });
  const [knowledge, profile] = await Promise.all([
    teamKnowledge(request, services, host),
    services.teams.profile(request.team),
  ]);
  const plan = planCheck(args.services, profile.services ?? [], knowledge);
  const outcome = await services.checks.check({
    host,
    probes: plan.probes,
    ...(signal === undefined ? {} : { signal }),
    ...(progress === undefined
      ? {}
      : { onProgress: ({ done, total }) => progress({ done, total, what: `Looking at ${host}` }) }),
  });
  if (outcome.kind === 'refused') {
    throw new UserError({
      code: outcome.code,
      outcome: outcome.code === 'no-such-host' ? 'unknown' : 'usage',
      message: outcome.why,
      understood: true,
      remedy:
        outcome.code === 'address-not-allowed'
          ? request.team.startsWith('terminal:')
            ? 'I look only at public addresses. To allow more, start the bot with `CHECK_ALLOW=loopback` (this machine), `CHECK_ALLOW=private`, or a network such as `CHECK_ALLOW=10.0.0.0/8`.'
            : 'I look only at public addresses, unless the operator of the bot allows more with `CHECK_ALLOW`.'
          : 'Check the name, and try it from another network.',
    });
  }
  if (outcome.kind === 'too-soon') {
    throw new UserError({
      code: 'checked-just-now',
      understood: true,
      message: `\`${host}\` was looked at less than half a minute ago.`,
      remedy: 'Wait 30 seconds, so the server doesn’t take me for a scanner.',
    });
  }
  return checkAnswer({ check: outcome.check, plan, knowledge, request, typed: args.services });
}

/**
 * The host to look at. From a chat it has to be one that the team registered, so that nobody uses the bot to look at
 * somebody else's machine.
 */
async function requireHost(typed: string, { request, services }: Pick<RunContext<Services>, 'request' | 'services'>) {
  const target = parseTarget(typed);
  const registered = (await services.teams.hosts(request.team)).map(({ host }) => host);
  if (target.kind === 'refused') {
    throw new UserError({
      code: 'bad-host',
      message: target.why,
      remedy: 'For example `check mail.example.org imap`.',
    });
  }
  const { host } = target;
  if (registered.includes(host)) return host;
  if (target.kind === 'name' && !host.includes('.') && host !== 'localhost') {
    throw new UserError({
      code: 'bad-host',
      message: `\`${host}\` isn’t a host that I know.`,
      remedy: 'Give the whole name or an address first, then the services: `check mail.example.org imap`.',
    });
  }
  if (request.team.startsWith('terminal:')) return host;
  throw new UserError({
    code: 'host-not-registered',
    understood: true,
    message: `\`${host}\` is not registered for this team, and I look only at servers that are.`,
    remedy:
      registered.length === 0
        ? 'An administrator registers it first: `hosts add mail.example.org`.'
        : `Registered: ${joinWords(registered.slice(0, 10).map((each) => `\`${each}\``))}. An administrator adds others with \`hosts add\`.`,
    actions: registered.slice(0, 3).map((each) => ({ label: `check ${each}`, command: `check ${each}` })),
  });
}
