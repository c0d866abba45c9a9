export { type FormatId, formatAliases, formatIds, formatsInSentences } from './firewall-formats.ts';
export { foreignNames } from './foreign-names.ts';
export { isLimited } from './is-limited.ts';
export { countRows, type KnowledgeBase } from './knowledge-base.ts';
export { normaliseName } from './normalise-name.ts';
export { type KnowledgeSource, openKnowledge } from './open-knowledge.ts';
export {
  type Article,
  type Deadline,
  type Era,
  type KnowledgeKind,
  knowledgeKinds,
  type Need,
  type Port,
  type Process,
  type Rename,
  type Service,
  type Source,
} from './schema.ts';
