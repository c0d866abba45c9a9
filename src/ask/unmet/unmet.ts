export { mayHoldSecret } from './keepable-text.ts';
export type { QuestionLog, Unmet, UnmetCount } from './question-log.ts';
export { createQuestionService, type QuestionService } from './question-service.ts';
