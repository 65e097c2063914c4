import express, { type RequestHandler } from 'express';
import { PanelError } from '../../errors.js';

const ofStrangers: RequestHandler = express.urlencoded({
  extended: false,
  limit: '64kb',
  parameterLimit: 100,
});
/** A table of a thousand rows is one form. */
const ofAdministrators: RequestHandler = express.urlencoded({
  extended: false,
  limit: '1mb',
  parameterLimit: 10_000,
});

/** Only the plain kind (no `a[b]`), and each field only once. */
const takeFields: RequestHandler = (request, _response, next) => {
  const body: unknown = request.body;
  const fields: [string, unknown][] = Object.entries(typeof body === 'object' && body !== null ? body : {});
  request.form = new Map(
    fields.map(([name, value]) => {
      if (typeof value !== 'string') throw new PanelError('bad-request');
      return [name, value];
    }),
  );
  next();
};

/** Reads a form: 64 KB and 100 fields of a stranger, 1 MB and 10,000 fields of whoever is signed in. */
export const readForm: readonly RequestHandler[] = [
  (request, response, next) => {
    const read = request.visit?.session ? ofAdministrators : ofStrangers;
    return read(request, response, next);
  },
  takeFields,
];

/** Reads a form of a browser that the administrator signed in with before, as if he still were. */
export const readLateForm: readonly RequestHandler[] = [ofAdministrators, takeFields];
