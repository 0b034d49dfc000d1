import { createHash } from 'node:crypto';
import type { HttpCall } from './httpCall.ts';
import { pageScript } from './pageScript.ts';
import { pageStyle } from './pageStyle.ts';

const links = [
  '/json',
  '/orders/42',
  '/headers',
  '/image.png',
  '/sse?count=20',
  '/stream/20',
  '/A',
];

const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Wirebook demo server</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
<h1>Wirebook demo server</h1>
<p class="lead">A WebSocket that says back what you say. <span lang="zh-CN">你说什么，它就回什么。</span></p>
<section class="sheet" aria-label="WebSocket">
<div class="bar"><span class="dot" data-state="connecting"></span><code id="url"></code><span id="state" role="status">connecting</span></div>
<div id="log" role="log" tabindex="0" aria-label="Messages"></div>
<form>
<input aria-label="Message · 消息" value="你好，服务器！" autocomplete="off">
<button disabled>Send <span lang="zh-CN">发送</span></button>
</form>
</section>
<nav aria-label="HTTP">${links.map((link) => `<a href="${link}"><code>${link}</code></a>`).join('\n')}</nav>
</main>
<script>${pageScript}</script>
</body>
</html>
`;

const policy = [
  `default-src 'none'`,
  `style-src ${hashOf(pageStyle)}`,
  `script-src ${hashOf(pageScript)}`,
  `connect-src 'self'`,
  `form-action 'none'`,
  `base-uri 'none'`,
  `frame-ancestors 'none'`,
].join('; ');

/** The page at `/`: connects to the WebSocket of its own origin; a button sends 你好，服务器！ */
export function answerPage(call: HttpCall): void {
  call.bytes(Buffer.from(html), 'text/html; charset=utf-8', 200, {
    'content-security-policy': policy,
    'referrer-policy': 'no-referrer',
  });
}

function hashOf(content: string): string {
  return `'sha256-${createHash('sha256').update(content).digest('base64')}'`;
}
