import express, { type RequestHandler } from 'express';
import { PanelError } from '../../errors.js';

/** Reads a form: 64 KB, 100 fields, only the plain kind (no `a[b]`), and each field only once. */
export const readForm: RequestHandler[] = [
  express.urlencoded({ extended: false, limit: '64kb', parameterLimit: 100 }),
  (request, _response, next) => {
    const body: unknown = request.body;
    const fields: [string, unknown][] = Object.entries(typeof body === 'object' && body !== null ? body : {});
    request.form = new Map(
      fields.map(([name, value]) => {
        if (typeof value !== 'string') throw new PanelError('bad-request');
        return [name, value];
      }),
    );
    next();
  },
];
