export { answerOnce, jsonLine, readLines, terminalRequest } from './answering.ts';
export { layoutFor, plainLayout } from './layout.ts';
export { createPager } from './pager.ts';
export { readInput, readLongLines } from './read-input.ts';
export { renderAnswer, renderText } from './render-answer.ts';
export { createPromptScreen, runPrompt } from './run-prompt.ts';
export { createTerminalPoster } from './terminal-poster.ts';
export { openHistory } from './typing.ts';
