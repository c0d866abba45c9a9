export { answerOnce } from './answer-once.ts';
export { layoutFor } from './layout-for.ts';
export { createPromptScreen, type PromptScreen } from './prompt-screen.ts';
export { readInput } from './read-input.ts';
export { readLines } from './read-lines.ts';
export { readLongLines } from './read-long-lines.ts';
export { plainLayout, renderAnswer, renderText, type TerminalLayout } from './render-answer.ts';
export { runPrompt } from './run-prompt.ts';
export { createTerminalPoster } from './terminal-poster.ts';
