import { assessVersion, type KnowledgeBase, versionToUpgradeTo } from '../../knowledge/knowledge.ts';
import type { HostCheck } from '../../src/checks/checks.ts';
import { joinWords } from '../../src/text/text.ts';
import { asOfSentence } from '../vocabulary/versions.ts';

/** The server's program as its greeting names it, and the advisories for that version. */
export function softwareSeen({ results }: HostCheck, knowledge: KnowledgeBase): string[] {
  const talked = results.filter(({ greeting }) => greeting !== undefined);
  if (talked.length === 0) return [];
  const versions = [
    ...new Set(
      talked.flatMap(({ software }) =>
        software?.product === 'MDaemon' && software.version !== undefined ? [software.version] : [],
      ),
    ),
  ];
  const others = [...new Set(talked.flatMap(({ software }) => (software?.product === 'other' ? [software.name] : [])))];
  const isMDaemon = talked.some(({ software }) => software?.product === 'MDaemon');
  return [
    ...versions.map((version) => {
      const { affected, says } = assessVersion(knowledge.rows.advisories, version);
      if (says === 'cannot-tell')
        return `MDaemon ${version}. I cannot tell whether an advisory affects it: see \`advisories ${version}\`.`;
      if (affected.length === 0) {
        return `MDaemon ${version}. No advisory I know names this version, but that is not an all-clear. ${asOfSentence(knowledge)}`;
      }
      const fix = versionToUpgradeTo(affected, version);
      const named = joinWords(affected.slice(0, 3).map(({ advisory }) => advisory.name));
      return `MDaemon ${version}, which is affected by ${named}${affected.length > 3 ? ` and ${affected.length - 3} more` : ''}. ${fix === undefined ? 'See `advisories` for the fix.' : `Upgrade to ${fix} or later.`}`;
    }),
    ...(isMDaemon && versions.length === 0 ? ['MDaemon; it doesn’t show its version.'] : []),
    ...(others.length === 0
      ? []
      : [`${joinWords(others)} answers on some ports: there may be a filter or proxy in front of MDaemon.`]),
    ...(isMDaemon || others.length > 0 ? [] : ['The greetings don’t name a program. It may still be MDaemon.']),
  ];
}
