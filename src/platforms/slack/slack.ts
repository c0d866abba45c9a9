export { createSlackPoster } from './slack-adapter.ts';
export { startSlack } from './start-slack.ts';
