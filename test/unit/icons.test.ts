import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

/** Relative luminance of a grey `#rrggbb` (WCAG 2.2). */
function luminanceOf(grey: string): number {
  const channel = Number.parseInt(grey.slice(1, 3), 16) / 255;
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe('the icons of request files', () => {
  // VS Code shows those for dark themes in the light high-contrast theme too.
  const backgrounds = { light: ['#ffffff'], dark: ['#181818', '#000000', '#ffffff'] };

  for (const [theme, colours] of Object.entries(backgrounds)) {
    test(`for ${theme} themes are seen on every background that they are shown on`, () => {
      for (const icon of ['http', 'ws']) {
        const svg = readFileSync(`media/${icon}-${theme}.svg`, 'utf8');
        const [, stroke = ''] = /stroke="(#[\da-f]{6})"/.exec(svg) ?? [];
        for (const colour of colours) assert.ok(contrast(stroke, colour) >= 3, `${icon} ${colour}`);
      }
    });
  }
});
