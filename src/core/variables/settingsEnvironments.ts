import { isShared } from './environmentFile.ts';
import { sourceOf, type Variable } from './variable.ts';

/** The environments that one setting defines: `{ "dev": { "host": "…" }, "$shared": { … } }`. */
export interface SettingsEnvironments {
  /** Full name, such as `wirebook.environments`. */
  setting: string;
  environments: ReadonlyMap<string, ReadonlyMap<string, Variable>>;
}

/** Reads the value of a setting; what is no text, number or boolean is no variable. */
export function readSettingsEnvironments(setting: string, value: unknown): SettingsEnvironments {
  const environments = new Map<string, ReadonlyMap<string, Variable>>();
  for (const [environment, members] of entriesOf(value)) {
    const variables = new Map<string, Variable>();
    for (const [name, member] of entriesOf(members)) {
      if (!isScalar(member)) continue;
      const shared = isShared(environment);
      const source = {
        ...sourceOf(shared ? 'shared environment' : 'environment'),
        environment: shared ? null : environment,
        setting,
      };
      variables.set(name, { name, value: String(member), lazy: false, secret: false, source });
    }
    environments.set(environment, variables);
  }
  return { setting, environments };
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}
