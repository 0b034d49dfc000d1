import type { DiagnosticSeverity } from './diagnostic.ts';

const error = (sentence: string) => entry('error', sentence);
const warning = (sentence: string) => entry('warning', sentence);
const information = (sentence: string) => entry('information', sentence);
const hint = (sentence: string) => entry('hint', sentence);

function entry(severity: DiagnosticSeverity, sentence: string) {
  return { severity, sentence };
}

/** All diagnostics: `docs/request-files.md` explains each. WB1 syntax, WB2 variables, WB3 files, WB4 conversations. */
export const catalogue = {
  WB1001: error(
    'This is no request line: write a method and a URL, or begin the line with # for a comment.',
  ),
  WB1002: error('Unknown method "{0}": use one such as GET, POST or WEBSOCKET.'),
  WB1003: hint('Write the method in capitals ("{0}"): other tools read it only so.'),
  WB1004: error('The request line has no URL: write it after "{0}".'),
  WB1005: error('A header needs a colon: write "{0}: value", or an empty line before the body.'),
  WB1006: error('"{0}" is no valid header name: use letters, digits and hyphens.'),
  WB1007: hint('Write a line ### above this request: other tools need it to tell requests apart.'),
  WB1008: information('Wirebook does not send {0} requests; this one belongs to another tool.'),
  WB1009: hint('Unknown directive "@{0}": it has no effect here.'),
  WB1010: hint('A bare number means seconds: write the unit, "{0} s" or "{0} ms".'),
  WB1011: error('"{1}" is no value for @{0}: write {2}.'),
  WB1012: hint('Write an empty line between the headers and the body.'),
  WB1013: hint('This line is sent as it is: JSON has no comments. Move it above the request.'),
  WB1014: warning('This comment is not closed: write */ where it ends.'),
  WB1015: warning('This script is not closed: write {0} where it ends.'),
  WB1016: warning('Text after a response handler is not sent: move it above the handler.'),
  WB1017: hint('This script is not run: write {0} in JavaScript, or an assertion ?? …'),
  WB1018: error('"{0}" cannot be asked for: write HTTP/1.1, HTTP/2 or HTTP/2 (Prior Knowledge).'),
  WB1019: warning('The name "{0}" is given twice: name each request differently.'),
  WB1020: hint('The directive "@{0}" is understood, but has no effect in this version.'),
  WB1021: warning('What a conversation receives is not saved: >> belongs to HTTP requests.'),
  WB1022: hint('This line is sent: other tools take it for a comment. Move it above the request.'),
  WB1023: hint(
    'This header has no colon: it is sent with an empty value. Write "{0}: value", or an empty line before the body.',
  ),
  WB1024: hint('The directive "@{0}" has no effect here: write {1} instead.'),
  WB1030: hint(
    'This script is not run: its block has no request. Move it to one, or name the block "Shared".',
  ),
  WB1031: hint(
    'This is not sent before other requests: write # @ref {0} above those that need it.',
  ),
  WB1041: information('The option "{0}" of curl has no effect: the request is sent without it.'),
  WB1042: error('This curl command has no URL: write one behind its options.'),
  WB1043: error('A quotation in this curl command is not closed: write the closing mark.'),
  WB1044: information('A line of the body is read differently here: keep the body in a file.'),
  WB1045: error(
    '"{0}" of curl holds a part of the request that is not read here: write it out, or take it away.',
  ),
  WB2001: error('The variable "{0}" has no value: define it with @{0} = … or in an environment.'),
  WB2002: error('The variable "{0}" refers to itself ({1}): break the circle.'),
  WB2003: warning('A variable is defined as @name = value: this line has no name.'),
  WB2004: error('"{0}" looks like code, which is never run: use a variable.'),
  WB2005: error('"{0}" is not understood: write {1}.'),
  WB2006: error('"{0}" names no request: write # @name above one, or # @import its file.'),
  WB2007: information('"{0}" is known from other tools and not supported yet.'),
  WB2008: error('The value of "{0}" grows beyond {1} characters: shorten what it refers to.'),
  WB2009: error('"{0}" refers to variables more than {1} levels deep: shorten the chain.'),
  WB2010: information(
    '"{0}" asks an endpoint that Microsoft has retired: write {{$aadV2Token}} with its options.',
  ),
  WB2011: error('Nobody can be asked for "{0}" here: give it with --var, or run in a terminal.'),
  WB2012: error('The earlier exchange has no value for "{0}": look at what it sent and received.'),
  WB2013: error('"{0}" needs an earlier request, and that failed: {1}'),
  WB2014: error(
    '"{0}" needs a whole body, but {1} bytes of it are kept: raise wirebook.body.limit.',
  ),
  WB2015: error('"{0}" needs a body in {1}, and the earlier one is not.'),
  WB2016: error('The path in "{0}" is not understood: {1}'),
  WB2017: error('The request "{0}" needs its own response ({1}): break the circle.'),
  WB2018: error('"{0}" is not set: run "Wirebook: Set Secret", or on the command line set {1}.'),
  WB2019: hint('This is a .NET pattern; days and years are written as in Day.js: "{0}".'),
  WB2020: information('"{0}" has no value yet: a script of this file sets it when it runs.'),
  WB2021: information('"{0}" is not made up here; there are {1}.'),
  WB2022: error(
    'There is no dynamic variable "{0}": write one of those that completion offers behind {{$.',
  ),
  WB2023: error(
    '"{0}" reads what no reference has: write .response.body, .headers, .cookies or .status, or .request.body or .headers.',
  ),
  WB2030: error(
    '"{0}" is set nowhere: set it where it is read from (the process, a .env file, $shared, the workspace).',
  ),
  WB3001: error('The file "{0}" does not exist: it was looked for in {1}.'),
  WB3002: error('This environment file is not valid JSON ({0}): it is read as far as possible.'),
  WB3003: warning('"{0}" is not a text, number or boolean: it cannot be used as a variable.'),
  WB3004: warning('The environment "{0}" is in no environment file: choose one of {1}.'),
  WB3005: error('An environment file holds one object: { "name": { "variable": "value" } }.'),
  WB3006: warning(
    '"{0}" is a secret of Visual Studio ({1}), which is not read: use {{$secret {0}}} instead.',
  ),
  WB3007: error('The file "{0}" does not exist: nothing of it can be imported or run.'),
  WB3009: error('"{0}" is a folder or a device: a body comes from a file.'),
  WB4001: error(
    'Unknown step "{0}": write ===, === expect, === wait-for-server or another step of the documentation.',
  ),
  WB4002: error('"=== {0}" has no meaning in a {1} conversation: it has no frames.'),
  WB4003: error(
    '"{0}" is no number of messages: write === wait-for-server or === wait-for-server 2.',
  ),
  WB4004: error('This is not {0}: check the text of the message.'),
  WB4005: error('"=== {0}" has no partner: "=== repeat" and "=== end" belong together.'),
  WB4006: error('This step is not understood: write {0}.'),
  WB4007: error(
    '"{0}" is no expectation: write $.type == "welcome", text contains "x", /regex/, bytes == 12 or a JSON value.',
  ),
  WB4008: information('Datagrams are sent past every proxy: "@proxy" has no effect on UDP.'),
} as const;

/** Code of a diagnostic. */
export type DiagnosticCode = keyof typeof catalogue;
