export { type FormatId, formatAliases, formatIds, formatsInSentences } from './firewall-formats.ts';
export { countRows, isLimited, type KnowledgeBase, knowledgeKinds } from './knowledge-base.ts';
export { foreignNames, normaliseName } from './name-index.ts';
export { type KnowledgeSource, openKnowledge } from './open-knowledge.ts';
export type {
  Article,
  Deadline,
  Era,
  KnowledgeKind,
  Need,
  Port,
  Process,
  Rename,
  Service,
  Source,
} from './schema.ts';
