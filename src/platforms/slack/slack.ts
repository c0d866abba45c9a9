export { createSlackPoster } from './slack-poster.ts';
export { startSlack } from './start-slack.ts';
