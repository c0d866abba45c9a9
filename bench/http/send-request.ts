import { type Agent, request } from 'node:http';
import type { SignedRequest } from './sign-request.ts';

/** Posts one signed request and returns the body of its answer; rejects where the status is not 200. */
export function sendRequest(url: string, { body, headers }: SignedRequest, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.once('error', reject);
      response.once('end', () => {
        if (response.statusCode === 200) resolve(text);
        else reject(new Error(`Answered ${response.statusCode}: ${text.slice(0, 200)}`));
      });
    });
    sent.once('error', reject).end(body);
  });
}
