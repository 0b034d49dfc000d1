import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { CertificateView } from '../../protocol/connectionView.ts';
import { daysUntil, formatCount, formatDate } from '../words/formats.ts';
import { say, sayCount } from '../words/words.ts';

/** Fewer days left than this is worth a warning. */
const soonDays = 14;

/** How much longer a certificate is valid, and how that is to be taken. */
function validity(
  certificate: CertificateView,
  nowMs: number,
): { text: string; tone: 'good' | 'warning' | 'bad' } {
  const untilStart = daysUntil(certificate.notBefore, nowMs);
  const left = daysUntil(certificate.notAfter, nowMs);
  if (untilStart !== null && untilStart >= 0) return { text: say('notYetValid'), tone: 'bad' };
  if (left === null) return { text: '', tone: 'bad' };
  if (left < 0) return { text: sayCount('expiredOne', 'expiredOther', -left), tone: 'bad' };
  const tone = left < soonDays ? 'warning' : 'good';
  return { text: sayCount('daysLeftOne', 'daysLeftOther', left), tone };
}

/** The certificates the peer sent, its own first, and the issuers that are known without it. */
export function certificateChain(chain: CertificateView[], nowMs: number): TemplateResult {
  return html`<section id="certificate-chain" tabindex="-1">
    <h2 class="section-title">
      <span>${say('sectionChain', formatCount(chain.length))}</span>
    </h2>
    <ol class="chain">
      ${chain.map((certificate) => certificateItem(certificate, nowMs))}
    </ol>
  </section>`;
}

function optional(name: string, value: string | undefined): TemplateResult | typeof nothing {
  return value
    ? html`<dt>${name}</dt>
        <dd>${value}</dd>`
    : nothing;
}

function certificateItem(certificate: CertificateView, nowMs: number): TemplateResult {
  const { text, tone } = validity(certificate, nowMs);
  const period = `${formatDate(certificate.notBefore)} – ${formatDate(certificate.notAfter)}`;
  const selfSigned = certificate.subject === certificate.issuer;
  return html`<li>
    <div class="certificate-subject">${certificate.subject}</div>
    ${certificate.local ? html`<div class="dim">${say('certificateLocal')}</div>` : nothing}
    <dl class="fact-list">
      <dt>${say('certificateIssuer')}</dt>
      <dd>${selfSigned ? say('certificateSelf') : certificate.issuer}</dd>
      <dt>${say('certificateNames')}</dt>
      <dd>${certificate.san.length === 0 ? '–' : certificate.san.join(', ')}</dd>
      <dt>${say('certificateValid')}</dt>
      <dd>${period} <span class="tone-${tone}">${text}</span></dd>
      ${optional(say('certificateKey'), certificate.key)}
      ${optional(say('certificateSignature'), certificate.signature)}
      ${optional(say('certificateSerial'), certificate.serial)}
      <dt>SHA-256</dt>
      <dd class="fingerprint">${certificate.sha256}</dd>
    </dl>
  </li>`;
}
