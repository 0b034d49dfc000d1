import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import type { BuildOptions } from 'esbuild';
import { bundleOptions } from '../../scripts/bundles.ts';
import { themeClasses, themeStylesheet } from './consoleThemes.ts';
import type { ThemeName } from './consoleThemes.ts';

const types: Record<string, string> = {
  js: 'text/javascript',
  css: 'text/css',
  ttf: 'font/ttf',
  html: 'text/html; charset=utf-8',
};

/** The policy of the real page: nothing from elsewhere, no inline style, scripts by nonce. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'nonce-wirebook'; style-src 'self'; font-src 'self'; img-src blob:;";

/** The console alone in a page, with a host that answers from fixtures. */
export class ConsolePage {
  readonly #files: Map<string, Uint8Array | string>;
  readonly #server: Server;

  private constructor(files: Map<string, Uint8Array | string>) {
    this.#files = files;
    this.#server = createServer((request, response) => this.#answer(request.url ?? '/', response));
  }

  /** Builds the console as it is now and serves it on loopback. */
  static async start(): Promise<ConsolePage> {
    const files = new Map([
      ...(await builtFiles(consoleOptions())),
      ...(await builtFiles(hostOptions)),
    ]);
    const page = new ConsolePage(files);
    await new Promise<void>((resolve) => page.#server.listen(0, '127.0.0.1', resolve));
    return page;
  }

  /** Address of a fixture in a theme. */
  url(fixture: string, theme: ThemeName = 'dark', inEditor = false): string {
    const { port } = this.#server.address() as AddressInfo;
    const query = new URLSearchParams({ fixture, theme, editor: inEditor ? '1' : '0' });
    return `http://127.0.0.1:${port}/?${query.toString()}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(path: string, response: ServerResponse): void {
    const url = new URL(path, 'http://127.0.0.1');
    const theme = (url.searchParams.get('theme') ?? 'dark') as ThemeName;
    const name = url.pathname.slice(1);
    if (name === '') send(response, 'html', html(theme));
    else if (name === 'theme.css') send(response, 'css', themeStylesheet(theme));
    else if (this.#files.has(name)) send(response, name.split('.').pop()!, this.#files.get(name)!);
    else response.writeHead(404).end();
  }
}

function send(response: ServerResponse, extension: string, content: Uint8Array | string): void {
  const headers: Record<string, string> = { 'content-type': types[extension] ?? 'text/plain' };
  if (extension === 'html') headers['content-security-policy'] = contentSecurityPolicy;
  response.writeHead(200, headers).end(content);
}

function html(theme: ThemeName): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Wirebook console</title>
    <link rel="stylesheet" href="theme.css?theme=${theme}" />
    <link rel="stylesheet" href="console.css" />
  </head>
  <body class="${themeClasses[theme]}">
    <script nonce="wirebook" src="fakeHost.js"></script>
    <script nonce="wirebook" type="module" src="console.js"></script>
  </body>
</html>`;
}

function consoleOptions(): BuildOptions {
  const options = bundleOptions(true).find(({ outfile }) => outfile?.endsWith('console.js'));
  if (!options) throw new Error('The console is not among the bundles.');
  return options;
}

const hostOptions: BuildOptions = {
  entryPoints: ['test/support/consoleFakeHost.ts'],
  outfile: 'dist/console/fakeHost.js',
  bundle: true,
  format: 'iife',
};

async function builtFiles(options: BuildOptions): Promise<[string, Uint8Array][]> {
  const { outputFiles } = await build({ ...options, write: false });
  return (outputFiles ?? []).map(({ path, contents }) => [path.split('/').pop()!, contents]);
}
