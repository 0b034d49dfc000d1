import { LitElement } from 'lit';

/** A part of the page. It renders into the document itself: one stylesheet, one tree for assistive technology. */
export class ConsoleElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
