import type { Commands, HostParts } from './hostParts.ts';

/** Commands of the console and the demo server. */
export function consoleCommands({ console, engine, demo }: HostParts): Commands {
  return {
    'wirebook.openConsole': () => console.focus(),
    'wirebook.showConnections': () => console.reveal('connections'),
    'wirebook.openConsoleInEditor': async () => console.openInEditor(),
    'wirebook.showSecrets': async () => engine.setShowSecrets(true),
    'wirebook.hideSecrets': async () => engine.setShowSecrets(false),
    'wirebook.startDemo': () => demo.start(),
    'wirebook.stopDemo': () => demo.stop(),
  };
}
