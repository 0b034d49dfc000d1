import { composerStrings } from './composerStrings.ts';
import { connectionStrings } from './connectionStrings.ts';
import { exchangeStrings } from './exchangeStrings.ts';
import { headerStrings } from './headerStrings.ts';
import { laneStrings } from './laneStrings.ts';
import { logStrings } from './logStrings.ts';
import { payloadStrings } from './payloadStrings.ts';

/**
 * The console's words in English; `{0}`, `{1}` stand for arguments. The English sentence is the key of its
 * translation; the host hands those of the UI's language over.
 */
export const englishStrings = {
  ...headerStrings,
  ...laneStrings,
  ...logStrings,
  ...payloadStrings,
  ...exchangeStrings,
  ...connectionStrings,
  ...composerStrings,
} as const;
