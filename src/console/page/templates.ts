import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';

/** An icon of the codicon font, mute for screen readers: its button or text says the same. */
export function icon(name: string): TemplateResult {
  return html`<span class="codicon codicon-${name}" aria-hidden="true"></span>`;
}

export interface IconButton {
  icon: string;
  label: string;
  onClick: () => void;
  pressed?: boolean;
  className?: string;
}

/** A button that shows only an icon; the label is its name and its tooltip. */
export function iconButton(button: IconButton): TemplateResult {
  return html`<button
    type="button"
    class="icon-button ${button.className ?? ''}"
    title=${button.label}
    aria-label=${button.label}
    aria-pressed=${button.pressed ?? nothing}
    @click=${button.onClick}
  >
    ${icon(button.icon)}
  </button>`;
}
