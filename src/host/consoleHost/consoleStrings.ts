import { englishStrings } from '../../protocol/strings.ts';
import type { ConsoleStrings } from '../../protocol/strings.ts';
import { t } from '../translate.ts';

/** The console's words in the UI's language, their placeholders left for the page to fill. */
export function consoleStrings(): ConsoleStrings {
  const translated = Object.entries(englishStrings).map(([key, english]) => [key, t(english)]);
  return Object.fromEntries(translated) as ConsoleStrings;
}
