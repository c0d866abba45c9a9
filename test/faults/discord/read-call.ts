import type { IncomingMessage } from 'node:http';
import { type DiscordCall, routeOf, type UploadedFile } from './call.ts';

/** Reads a call of the API, JSON or a form with files. Source: reference#uploading-files */
export async function readCall(request: IncomingMessage): Promise<DiscordCall> {
  const { method = 'GET', headers, url = '/' } = request;
  const { pathname, searchParams } = new URL(url, 'http://proxy');
  const path = decodeURIComponent(pathname.replace(/^\/api\/v\d+/, ''));
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { body, files } = await readBody(Buffer.concat(chunks), headers['content-type'] ?? '');
  return {
    method,
    path,
    route: routeOf(method, path),
    query: searchParams,
    authorization: headers.authorization,
    body,
    files,
  };
}

async function readBody(bytes: Buffer, type: string): Promise<Pick<DiscordCall, 'body' | 'files'>> {
  if (bytes.length === 0) return { body: undefined, files: [] };
  if (!type.startsWith('multipart/form-data')) return { body: JSON.parse(bytes.toString('utf8')), files: [] };
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
  const files: UploadedFile[] = [];
  for (const value of form.values()) {
    if (typeof value !== 'string') files.push({ name: value.name, bytes: Buffer.from(await value.arrayBuffer()) });
  }
  const payload = form.get('payload_json');
  return { body: typeof payload === 'string' ? JSON.parse(payload) : {}, files };
}
