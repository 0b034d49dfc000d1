import * as vscode from 'vscode';
import { t } from '../translate.ts';

/** An untitled file with a request to fill in, of the kind that is chosen. */
export async function newRequestFile(): Promise<void> {
  const title = `### \${1:${t('A request')}}`;
  const kinds = [
    {
      label: t('HTTP Request'),
      language: 'http',
      lines: [title, '${2:GET} ${3:http://localhost:8080/json}', 'Accept: application/json', '$0'],
    },
    {
      label: t('WebSocket Conversation'),
      language: 'ws',
      lines: [
        title,
        'WS ${2:ws://localhost:8080/echo}',
        '',
        '${3:hello}',
        '=== wait-for-server',
        '$0',
      ],
    },
  ];
  const kind = await vscode.window.showQuickPick(kinds, { placeHolder: t('New Request File') });
  if (kind === undefined) {
    return;
  }
  const document = await vscode.workspace.openTextDocument({ language: kind.language });
  const editor = await vscode.window.showTextDocument(document);
  await editor.insertSnippet(new vscode.SnippetString(kind.lines.join('\n')));
}
