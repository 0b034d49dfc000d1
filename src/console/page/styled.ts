import { noChange } from 'lit';
import type { ElementPart } from 'lit';
import { Directive, directive } from 'lit/directive.js';

/** Sets style properties of an element through the CSSOM: the page's policy blocks `style` attributes. */
class StyledDirective extends Directive {
  override render(_properties: Record<string, string>): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [properties]: [Record<string, string>]): typeof noChange {
    const { style } = part.element as HTMLElement;
    for (const [name, value] of Object.entries(properties)) style.setProperty(name, value);
    return noChange;
  }
}

/** `<div ${styled({ width: '40%' })}>`; names as in a stylesheet. */
export const styled = directive(StyledDirective);
