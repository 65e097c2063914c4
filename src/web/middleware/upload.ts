import { Busboy, type BusboyInstance } from '@fastify/busboy';
import type { Request, RequestHandler } from 'express';
import { PanelError } from '../../errors.js';

/** What a form with files may be, in bytes and parts: a certificate with its chain and key is a few KB. */
const LIMITS = { body: 256 * 1024, part: 64 * 1024, files: 6, fields: 20 } as const;

/** What a form with files says. */
interface Sent {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: readonly Uint8Array[];
}

/** Reads a form with files (multipart/form-data, RFC 7578), on these paths and nowhere else. */
export function readUpload(paths: readonly string[]): RequestHandler {
  return async (request, _response, next) => {
    const isTaken = paths.includes(request.path) && request.method === 'POST';
    if (isTaken && request.is('multipart/form-data') !== false) {
      const { fields, files } = await sentIn(request);
      request.form = fields;
      request.uploads = files;
    }
    next();
  };
}

async function sentIn(request: Request): Promise<Sent> {
  const refused = (code: 'too-large' | 'bad-request'): PanelError => {
    request.unpipe();
    request.resume();
    return new PanelError(code);
  };
  const length = Number(request.headers['content-length']);
  if (!Number.isFinite(length)) throw refused('bad-request');
  if (length > LIMITS.body) throw refused('too-large');

  return new Promise((resolve, reject) => {
    const fields = new Map<string, string>();
    const files: Buffer[] = [];
    let problem: 'too-large' | 'bad-request' | null = null;
    const parser = parserFor(request);
    parser.on('file', (_name, stream) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => (problem ??= 'too-large'));
      stream.on('end', () => files.push(Buffer.concat(chunks)));
    });
    parser.on('field', (name, value, nameIsCut, valueIsCut) => {
      if (nameIsCut || valueIsCut) problem ??= 'too-large';
      if (fields.has(name)) problem ??= 'bad-request';
      fields.set(name, value);
    });
    for (const limit of ['filesLimit', 'fieldsLimit', 'partsLimit'] as const) {
      parser.on(limit, () => (problem ??= 'too-large'));
    }
    parser.on('error', () => reject(refused('bad-request')));
    parser.on('finish', () => {
      if (problem === null) resolve({ fields, files });
      else reject(refused(problem));
    });
    request.on('aborted', () => reject(refused('bad-request')));
    request.pipe(parser);
  });
}

/** Throws `bad-request` when the form does not say where its parts end. */
function parserFor(request: Request): BusboyInstance {
  try {
    return new Busboy({
      headers: { 'content-type': request.headers['content-type'] ?? '' },
      limits: {
        fileSize: LIMITS.part,
        fieldSize: LIMITS.part,
        fieldNameSize: 100,
        files: LIMITS.files,
        fields: LIMITS.fields,
      },
    });
  } catch {
    throw new PanelError('bad-request');
  }
}
