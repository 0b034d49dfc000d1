#!/bin/sh
# The executable that @vscode/test-electron starts in place of a desktop VS Code.
here=$(dirname "$0")
exec "$here/../../node_modules/node/bin/node" "$here/launch.ts" "$@"
