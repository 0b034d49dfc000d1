import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** Options of every console webview: it may load its own bundle and nothing else. */
export function consoleOptions(distFolder: vscode.Uri): vscode.WebviewOptions {
  return { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(distFolder, 'console')] };
}

/** The page of the console: an empty document that loads the bundle. */
export function consoleHtml(webview: vscode.Webview, distFolder: vscode.Uri): string {
  const nonce = randomBytes(18).toString('base64');
  const asset = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(distFolder, 'console', name)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    'img-src blob:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
  <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Wirebook Console</title>
    <link rel="stylesheet" href="${asset('console.css')}">
  </head>
  <body>
    <script type="module" nonce="${nonce}" src="${asset('console.js')}"></script>
  </body>
</html>`;
}
