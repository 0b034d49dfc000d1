import { directiveFacts } from './directiveFacts.ts';
import { dynamicFacts } from './dynamicFacts.ts';
import { headerFacts } from './headerFacts.ts';
import { methodFacts } from './methodFacts.ts';
import { statusSentences } from './statusFacts.ts';
import { stepFacts } from './stepFacts.ts';

/** Every sentence of the facts, each of which has a translation. */
export const languageSentences: readonly string[] = [
  ...[headerFacts, methodFacts].flatMap((facts) => Object.values(facts).map(([text]) => text)),
  ...statusSentences,
  ...[directiveFacts, dynamicFacts, stepFacts].flatMap((facts) =>
    Object.values(facts).map(({ sentence }) => sentence),
  ),
];
