/** Finds a text, or a pattern written `/…/flags`, in other text. */
export interface TextMatcher {
  /** Where it is, in order, without overlap; empty where it is not. */
  ranges(text: string): { start: number; end: number }[];
  matches(text: string): boolean;
}

export interface ParsedFilter {
  /** null lets everything pass. */
  matcher: TextMatcher | null;
  /** It looks like a regular expression but is none: it is searched as it stands. */
  invalidRegex: boolean;
}

/** Most places marked in one text. */
const rangeLimit = 1000;

/** Reads a filter box: text (case-insensitive), or `/regex/flags`. */
export function parseFilter(text: string): ParsedFilter {
  if (text === '') return { matcher: null, invalidRegex: false };
  const written = /^\/(.+)\/([a-z]*)$/su.exec(text);
  if (!written) return { matcher: literalMatcher(text), invalidRegex: false };
  const pattern = compile(written[1]!, written[2]!);
  if (!pattern) return { matcher: literalMatcher(text), invalidRegex: true };
  return { matcher: patternMatcher(pattern), invalidRegex: false };
}

function compile(source: string, flags: string): RegExp | null {
  try {
    return new RegExp(source, [...new Set(`${flags.replace('y', '')}g`)].join(''));
  } catch {
    return null;
  }
}

function literalMatcher(text: string): TextMatcher {
  const escaped = text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  return patternMatcher(new RegExp(escaped, 'giu'));
}

function patternMatcher(pattern: RegExp): TextMatcher {
  return {
    ranges(text) {
      const ranges: { start: number; end: number }[] = [];
      for (const match of text.matchAll(pattern)) {
        if (match[0] !== '')
          ranges.push({ start: match.index, end: match.index + match[0].length });
        if (ranges.length === rangeLimit) break;
      }
      return ranges;
    },
    matches(text) {
      pattern.lastIndex = 0;
      return pattern.test(text);
    },
  };
}
