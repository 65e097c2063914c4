import { Busboy, type BusboyInstance } from '@fastify/busboy';
import type { Request, RequestHandler } from 'express';
import { PanelError } from '../../errors.js';

/** What a form with files may be, in bytes and parts. */
export interface UploadLimits {
  readonly body: number;
  readonly part: number;
  readonly files: number;
  readonly fields: number;
}

/** A certificate with its chain and key is a few KB. */
export const certificateLimits: UploadLimits = { body: 256 * 1024, part: 64 * 1024, files: 6, fields: 20 };

/** One file of so many bytes, or the same as pasted text. */
export function fileLimits(bytes: number): UploadLimits {
  return { body: 2 * bytes, part: bytes, files: 1, fields: 10 };
}

/** What a form with files says. */
interface Sent {
  readonly fields: ReadonlyMap<string, string>;
  readonly files: readonly Uint8Array[];
}

/** Reads a form with files (multipart/form-data, RFC 7578), on these paths and nowhere else. */
export function readUpload(paths: ReadonlyMap<string, UploadLimits>): RequestHandler {
  return async (request, _response, next) => {
    const limits = request.method === 'POST' ? paths.get(request.path) : undefined;
    if (limits !== undefined && request.is('multipart/form-data') !== false) {
      const { fields, files } = await sentIn(request, limits);
      request.form = fields;
      request.uploads = files;
    }
    next();
  };
}

async function sentIn(request: Request, limits: UploadLimits): Promise<Sent> {
  const refused = (code: 'too-large' | 'bad-request'): PanelError => {
    request.unpipe();
    request.resume();
    return new PanelError(code);
  };
  const length = Number(request.headers['content-length']);
  if (!Number.isFinite(length)) throw refused('bad-request');
  if (length > limits.body) throw refused('too-large');

  return new Promise((resolve, reject) => {
    const fields = new Map<string, string>();
    const files: Buffer[] = [];
    let problem: 'too-large' | 'bad-request' | null = null;
    const parser = parserFor(request, limits);
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
function parserFor(request: Request, { part, files, fields }: UploadLimits): BusboyInstance {
  try {
    return new Busboy({
      headers: { 'content-type': request.headers['content-type'] ?? '' },
      limits: {
        fileSize: part,
        fieldSize: part,
        fieldNameSize: 100,
        files,
        fields,
      },
    });
  } catch {
    throw new PanelError('bad-request');
  }
}
