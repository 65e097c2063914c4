import express, { type RequestHandler } from 'express';

/** The stylesheet, scripts and pictures: the same for everybody, asked for again only when they changed. */
export function staticFiles(folder: string): RequestHandler {
  return express.static(folder, {
    index: false,
    redirect: false,
    fallthrough: false,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (response) => response.setHeader('Cache-Control', 'no-cache'),
  });
}
