import { html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { ConsoleElement } from '../page/consoleElement.ts';
import { formatCount } from '../words/formats.ts';
import { say } from '../words/words.ts';
import { mediaType } from './payloadKind.ts';

/** A picture, drawn from its bytes. */
export class ImageView extends ConsoleElement {
  static override properties = {
    bytes: { attribute: false },
    isComplete: { attribute: false },
    contentType: { attribute: false },
    size: { state: true },
    broken: { state: true },
  };
  declare bytes: Uint8Array<ArrayBuffer>;
  declare isComplete: boolean;
  declare contentType: string | null;
  declare size: { width: number; height: number } | null;
  declare broken: boolean;
  #url = '';

  constructor() {
    super();
    this.size = null;
    this.broken = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    URL.revokeObjectURL(this.#url);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('bytes')) return;
    URL.revokeObjectURL(this.#url);
    this.#url = URL.createObjectURL(new Blob([this.bytes], { type: mediaType(this.contentType) }));
    this.broken = false;
  }

  protected override render(): TemplateResult {
    if (this.broken)
      return html`<p class="quiet">${say(this.isComplete ? 'imageBroken' : 'imagePart')}</p>`;
    const caption = this.size
      ? say('imageSize', formatCount(this.size.width), formatCount(this.size.height))
      : '';
    return html`<figure class="picture">
      <img
        src=${this.#url}
        alt=${say('imageAlt', mediaType(this.contentType))}
        @load=${(event: Event) => this.#loaded(event.target as HTMLImageElement)}
        @error=${() => (this.broken = true)}
      />
      <figcaption>${caption}</figcaption>
    </figure>`;
  }

  #loaded(image: HTMLImageElement): void {
    this.size = { width: image.naturalWidth, height: image.naturalHeight };
  }
}

customElements.define('wirebook-image-view', ImageView);
