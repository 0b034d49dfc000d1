import * as vscode from 'vscode';
import type { Translate } from '../core/errors/translate.ts';

/** Puts an English sentence into the UI's language; the sentence is the key in `l10n/`. */
export const t: Translate = (english, ...args) => vscode.l10n.t(english, ...args);
