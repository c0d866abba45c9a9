export {
  type AdvisoryVerdict,
  advisoriesOn,
  assessAdvisory,
  assessSpan,
  assessVersion,
  isVulnerability,
  newestFirst,
  type SpanAssessment,
  type StatementVerdict,
  versionToUpgradeTo,
} from './advisories.ts';
export { type FormatId, formatAliases, formatIds, formatsInSentences } from './firewall-formats.ts';
export { countRows, daysOutOfDate, type KnowledgeBase, knowledgeKinds, type PortUse } from './knowledge-base.ts';
export { foreignNames, normaliseName } from './name-index.ts';
export { type KnowledgeSource, openKnowledge } from './open-knowledge.ts';
export { isMovable, type OwnPorts, portNames, withOwnPorts } from './own-ports.ts';
export {
  confirmationCell,
  confirmationOf,
  exposures,
  isLimited,
} from './port-policy.ts';
export type {
  Advisory,
  AffectedRange,
  Article,
  Deadline,
  Era,
  KnowledgeKind,
  Need,
  Port,
  Process,
  Release,
  Rename,
  Service,
  Source,
} from './schema.ts';
export {
  compareVersions,
  isBuildOf,
  isSeries,
  isVersion,
  isWithin,
  readSpan,
  type VersionSpan,
  wordsOfSpan,
} from './versions.ts';
