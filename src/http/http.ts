export { type RunningHttp, startHttp } from './start-http.ts';
