import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import type { TestContext } from 'node:test';
import { temporaryFolder } from './folder.js';
import { makePanelCertificate } from './panel-certificate.js';
import { eventually } from './eventually.js';

/** Where other programs than Debian's own places may lie, for a run by hand: `dpkg -x PACKAGE FOLDER`. */
const root = process.env['WEB_SERVERS'] ?? '';

/** A web server that speaks TLS and passes requests on to the panel, as its users configure it. */
export interface WebServer {
  readonly name: string;
  readonly program: string;
  /** Its configuration, and how it is started with it. */
  configure(folder: string, port: number, panel: number): { text: string; argv: readonly string[] };
}

const nginx = (name: string, host: string): WebServer => ({
  name,
  program: '/usr/sbin/nginx',
  configure: (folder, port, panel) => ({
    text: `daemon off; pid ${folder}/pid; error_log stderr; worker_processes 1; events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  gzip on;
  server {
    listen 127.0.0.1:${port} ssl;
    server_name localhost;
    ssl_certificate ${folder}/panel.pem; ssl_certificate_key ${folder}/panel.pem;
    location / { proxy_pass http://127.0.0.1:${panel}; ${host} }
  }
}`,
    argv: ['-p', folder, '-c', `${folder}/conf`],
  }),
});

const modules = `${root}/usr/lib/apache2/modules`;

/** Those that there are on this machine; nginx always, since the tests ask for it. */
export const webServers: readonly WebServer[] = [
  nginx('nginx', 'proxy_set_header Host $host;'),
  nginx('nginx, which says nothing of the name', ''),
  {
    name: 'Apache',
    program: `${root}/usr/sbin/apache2`,
    configure: (folder: string, port: number, panel: number) => ({
      text: `ServerRoot ${folder}
PidFile ${folder}/pid
ServerName localhost
DefaultRuntimeDir ${folder}
ErrorLog ${folder}/error.log
${['mpm_event', 'authz_core', 'ssl', 'socache_shmcb', 'proxy', 'proxy_http', 'headers', 'filter', 'deflate']
  .map((module) => `LoadModule ${module}_module ${modules}/mod_${module}.so`)
  .join('\n')}
Listen 127.0.0.1:${port}
AddOutputFilterByType DEFLATE text/html text/plain text/css
<VirtualHost *:${port}>
  SSLEngine on
  SSLCertificateFile ${folder}/panel.pem
  ProxyPass / http://127.0.0.1:${panel}/
  ProxyPassReverse / http://127.0.0.1:${panel}/
</VirtualHost>`,
      argv: ['-X', '-f', `${folder}/conf`],
    }),
  },
  {
    name: 'Caddy',
    program: `${root}/usr/bin/caddy`,
    configure: (folder: string, port: number, panel: number) => ({
      text: `{
  admin off
  auto_https off
}
https://localhost:${port} {
  encode gzip
  tls ${folder}/panel.pem ${folder}/panel.pem
  reverse_proxy 127.0.0.1:${panel}
}`,
      argv: ['run', '--adapter', 'caddyfile', '--config', `${folder}/conf`],
    }),
  },
  {
    name: 'haproxy',
    program: `${root}/usr/sbin/haproxy`,
    configure: (folder: string, port: number, panel: number) => ({
      text: `defaults
  mode http
  timeout connect 5s
  timeout client 50s
  timeout server 50s
frontend web
  bind 127.0.0.1:${port} ssl crt ${folder}/panel.pem
  default_backend panel
backend panel
  option forwardfor
  server panel 127.0.0.1:${panel}
`,
      argv: ['-f', `${folder}/conf`],
    }),
  },
].filter(({ program }) => program === '/usr/sbin/nginx' || existsSync(program));

/** Starts it before the panel; it has ended after the test. */
export async function startWebServer(
  context: TestContext,
  server: WebServer,
  { port, panel }: { readonly port: number; readonly panel: number },
): Promise<void> {
  const folder = await temporaryFolder(context);
  chmodSync(folder, 0o755);
  mkdirSync(`${folder}/home`);
  writeFileSync(`${folder}/panel.pem`, makePanelCertificate(folder, 'DNS:localhost').pem);
  const { text, argv } = server.configure(folder, port, panel);
  writeFileSync(`${folder}/conf`, `${text}\n`);
  const child = spawn(server.program, argv, {
    env: {
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: `${folder}/home`,
      LD_LIBRARY_PATH: `${root}/usr/lib/x86_64-linux-gnu`,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (piece: string) => (said += piece));
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${server.name} ended: ${said}`);
  });
  ended.catch(() => undefined);
  context.after(async () => {
    child.kill('SIGTERM');
    await ended.catch(() => undefined);
  });
  await Promise.race([eventually(() => answers(port)), ended]);
}

async function answers(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.destroy();
}
