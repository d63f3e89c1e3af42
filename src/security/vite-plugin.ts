import type { Plugin } from 'vite';
import { PAGE_HEADER, PAGE_POLICY, WORKER_HEADER } from './policy.ts';

/**
 * Puts the policy into the built page, so that it holds wherever the files are served from, and sends the headers of
 * `vite preview` as a server should. Development has none: its client needs inline scripts.
 */
export function contentSecurity(): Plugin {
  return {
    name: 'vigil-content-security',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { server }) =>
        server
          ? []
          : [
              {
                tag: 'meta',
                attrs: { 'http-equiv': 'Content-Security-Policy', content: PAGE_POLICY },
                injectTo: 'head-prepend',
              },
            ],
    },
    configurePreviewServer({ middlewares }) {
      middlewares.use((request, response, next) => {
        const path = request.url?.split('?')[0];
        if (path === '/' || path === '/index.html') {
          response.setHeader('content-security-policy', PAGE_HEADER);
          response.setHeader('x-frame-options', 'DENY');
        }
        if (path === '/sw.js') response.setHeader('content-security-policy', WORKER_HEADER);
        response.setHeader('x-content-type-options', 'nosniff');
        response.setHeader('referrer-policy', 'no-referrer');
        next();
      });
    },
  };
}
