import { request } from 'node:http';
import type { Socket } from 'node:net';
import { type PathReport, printable } from './check.ts';
import type { Findings } from './mail-dialogue.ts';
import { readSoftware } from './software.ts';

/*
 * Web servers: one request per path over a connection of its own, without credentials and without following redirects.
 */

/** A request, and what a status says about it. */
interface WebQuestion {
  readonly method: 'GET' | 'OPTIONS';
  readonly path: string;
  judge(status: number, header: (name: string) => string | undefined): Pick<PathReport, 'answers' | 'detail'>;
}

/** The root of the web server: that it answers at all. */
export const rootQuestion: WebQuestion = {
  method: 'GET',
  path: '/',
  judge: (status, header) => ({
    // A web server that wants TLS answers a request in clear with 400.
    answers: status === 400 ? undefined : status < 500,
    detail:
      status >= 300 && status < 400
        ? `redirects to ${printable(header('location') ?? 'nowhere', 80)}`
        : `status ${status}`,
  }),
};

/** The paths that phones and mail programs ask for. */
export const serviceQuestions: readonly WebQuestion[] = [
  {
    method: 'OPTIONS',
    path: '/Microsoft-Server-ActiveSync',
    judge: (status, header) => {
      const versions = header('ms-asprotocolversions');
      if (versions !== undefined) return { answers: true, detail: `ActiveSync ${printable(versions, 80)}` };
      // Without credentials a 401 is the right answer: something there wants to know who asks.
      if (status === 401) return { answers: true, detail: 'asks for a log-in, as it should' };
      if (status === 404) return { answers: false, detail: 'status 404: not there' };
      return { answers: undefined, detail: `status ${status}, which settles nothing` };
    },
  },
  {
    method: 'GET',
    path: '/autodiscover/autodiscover.xml',
    judge: (status) => {
      if (status === 200 || status === 401 || status === 405) {
        return { answers: true, detail: status === 401 ? 'asks for a log-in, as it should' : `status ${status}` };
      }
      return status === 404
        ? { answers: false, detail: 'status 404: not there' }
        : { answers: undefined, detail: `status ${status}, which settles nothing` };
    },
  },
];

interface WebOptions {
  readonly host: string;
  readonly port: number;
  readonly answerMs: number;
  readonly signal: AbortSignal;
}

/** Asks one question over an open connection. */
export function askWeb(
  socket: Socket,
  question: WebQuestion,
  findings: Findings,
  options: WebOptions,
): Promise<PathReport> {
  const { method, path } = question;
  const deadline = AbortSignal.any([options.signal, AbortSignal.timeout(options.answerMs)]);
  return new Promise((resolve) => {
    const fail = (detail: string) => resolve({ method, path, answers: undefined, detail });
    const asked = request({
      method,
      path,
      host: options.host,
      port: options.port,
      headers: { host: options.host, 'user-agent': 'mdaemon-bot check', connection: 'close' },
      // With an agent, `agent: false` too, this would be passed over: the name would be looked up again.
      createConnection: () => socket,
      signal: deadline,
      maxHeaderSize: 16_384,
    });
    asked.on('response', (response) => {
      const header = (name: string) => {
        const value = response.headers[name];
        return Array.isArray(value) ? value[0] : value;
      };
      const server = header('server');
      const software = server === undefined ? undefined : readSoftware(server);
      if (software !== undefined) findings.software ??= software;
      if (server !== undefined) findings.greeting ??= printable(`Server: ${server}`);
      const status = response.statusCode ?? 0;
      resolve({ method, path, status, ...question.judge(status, header) });
      response.destroy();
      socket.destroy();
    });
    asked.on('error', (error: NodeJS.ErrnoException) => {
      fail(
        deadline.aborted
          ? 'no answer in time'
          : `no answer from a web server (${printable(error.code ?? error.name, 40)})`,
      );
    });
    // After a change of protocol (101) there is neither a response nor an error.
    asked.on('close', () => fail('no answer from a web server'));
    asked.end();
  });
}
