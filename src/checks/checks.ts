export { parseAllowed, parseTarget } from './address-guard.ts';
export type { HostCheck, Probe, ProbeProtocol, ProbeResult, TlsReport } from './check.ts';
export { noRoute } from './check.ts';
export { type CheckService, createCheckService } from './check-service.ts';
export {
  judgeAll,
  judgeResult,
  judgeServices,
  type ServiceVerdict,
  type Verdict,
  type WantedService,
} from './verdict.ts';
