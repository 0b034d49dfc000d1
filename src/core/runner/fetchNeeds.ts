import type { Answer, Need } from '../variables/need.ts';
import type { Preparation } from './preparation.ts';
import { fetchToken } from './fetchToken.ts';
import { prepareFailure } from './prepareFailure.ts';

/** The user is asked before anything else happens: who cancels has sent nothing. */
const order: Need['kind'][] = ['prompt', 'secret', 'run', 'response', 'token'];

/** Fetches what an attempt to prepare a request has brought up. Rejects with a `WireError` when the user cancels. */
export async function fetchNeeds(
  preparation: Preparation,
  answers: Map<string, Answer>,
): Promise<void> {
  const { needs, context, file, block } = preparation;
  const placed = [...needs.values()].toSorted(
    (a, b) => order.indexOf(a.need.kind) - order.indexOf(b.need.kind),
  );
  const hasRun = placed.some(({ need }) => need.kind === 'run');
  for (const { need, ...place } of placed) {
    // What runs first may change what an earlier response is: it is asked for in the next round.
    if (hasRun && need.kind === 'response') break;
    const answer =
      need.kind === 'token'
        ? await fetchToken(preparation, need, place)
        : await context.outside.fetch(need, { file, block });
    if (answer === 'cancelled') {
      throw prepareFailure('WB_PROMPT_CANCELLED', place, { name: nameOf(need) });
    }
    answers.set(need.key, answer);
  }
}

function nameOf(need: Need): string {
  return need.kind === 'prompt' ? need.prompt.label || need.key : need.key;
}
