import { VariableScope } from '../variables/scope.ts';
import { blockAt, type LanguageInput, type Span } from './languageInput.ts';
import { occurrencesIn, type Occurrence } from './occurrence.ts';
import { valueOf } from './variableText.ts';

/** How a name is shown. */
export interface Highlight {
  span: Span;
  type: 'variable' | 'function' | 'request';
  state: 'resolved' | 'unresolved' | 'secret';
  isDefinition: boolean;
}

/** All names of a file, and whether each has a value and is secret. */
export function highlightsIn(input: LanguageInput): Highlight[] {
  const scopes = new Map<unknown, VariableScope>();
  return occurrencesIn(input.file, input.text).map((occurrence) => {
    const { of, span, isDefinition } = occurrence;
    const type = of === 'dynamic' ? 'function' : of;
    return { span, type, state: stateOf(input, occurrence, scopes), isDefinition };
  });
}

function stateOf(
  input: LanguageInput,
  { of, name, span, isDefinition }: Occurrence,
  scopes: Map<unknown, VariableScope>,
): Highlight['state'] {
  const { file, variables } = input;
  const block = blockAt(file, span.offset);
  if (of !== 'variable' || isDefinition || block === undefined) return 'resolved';
  const scope = scopes.get(block) ?? new VariableScope({ ...variables, file, block });
  scopes.set(block, scope);
  const { value, secret } = valueOf(input, scope, name);
  if (value === null) return 'unresolved';
  return secret ? 'secret' : 'resolved';
}
