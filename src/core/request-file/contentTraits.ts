/** What the reader of a body wants to know of its content type. */
export interface ContentTraits {
  isForm: boolean;
  isMultipart: boolean;
  isMarkdown: boolean;
  /** Lines that begin with `//` belong to what is sent: scripts, JSON5. */
  takesSlashes: boolean;
  /** `text/*` (not XML), `multipart/*` or `message/*`: a body that is never known to be over. */
  isOpaque: boolean;
  /** JSON or XML. */
  isStructured: boolean;
}

/** The requests of a file have few types between them. */
const known = new Map<string, ContentTraits>();
const KEPT_TYPES = 100;
/** The same type mostly comes again at once: to compare it costs less than to look it up. */
let last = { type: '', traits: traitsOf('') };

/** What a content type, as written, says; that of none for `null`. */
export function contentTraits(contentType: string | null): ContentTraits {
  const type = contentType ?? '';
  if (type !== last.type) last = { type, traits: lookUp(type) };
  return last.traits;
}

function lookUp(type: string): ContentTraits {
  const traits = known.get(type);
  if (traits !== undefined) return traits;
  if (known.size >= KEPT_TYPES) known.clear();
  const found = traitsOf(type);
  known.set(type, found);
  return found;
}

function traitsOf(type: string): ContentTraits {
  return {
    isForm: /^application\/x-www-form-urlencoded/i.test(type),
    isMultipart: /^multipart\//i.test(type),
    isMarkdown: /markdown/i.test(type),
    takesSlashes: /script|json(?:5|c)\b/i.test(type),
    isOpaque: /^(?:text\/(?!xml)|multipart\/|message\/)/i.test(type),
    isStructured: /^(?:application|text)\/[^;\s]*(?:json|xml)/i.test(type),
  };
}
