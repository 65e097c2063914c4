import { createHash } from 'node:crypto';
import express, { type RequestHandler } from 'express';
import type { WebConfig } from '../deps.js';

/** A browser keeps it, and asks each time whether it changed. */
const CACHING = 'no-cache';

/** The stylesheet, scripts and pictures: the same for everybody, asked for again only when they changed. */
export function staticFiles({
  stylesheet,
  public: folder,
}: Pick<WebConfig, 'stylesheet' | 'public'>): RequestHandler {
  const sendStylesheet = stylesheetSender(stylesheet);
  const files = express.static(folder, {
    index: false,
    redirect: false,
    fallthrough: false,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (response) => response.setHeader('Cache-Control', CACHING),
  });
  return (request, response, next) => {
    if (request.path === '/style.css' && (request.method === 'GET' || request.method === 'HEAD'))
      sendStylesheet(request, response, next);
    else void files(request, response, next);
  };
}

function stylesheetSender(text: string): RequestHandler {
  const tag = `"${createHash('sha256').update(text).digest('base64url')}"`;
  return (_request, response) => {
    response.set({ 'Cache-Control': CACHING, ETag: tag }).type('css').send(text);
  };
}
