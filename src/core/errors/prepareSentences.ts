import type { Sentence } from './sentence.ts';
import type { WireErrorCode } from './wireError.ts';

/** Failures of preparing a request: nothing was sent. */
export const prepareSentences = {
  WB_UNRESOLVED_VARIABLE: {
    message: 'The variable {0} has no value. Nothing was sent.',
    hint: 'Define it with @{0} = … in the file, or choose an environment that has it.',
    inCase: {
      WB2006: {
        message: '“{0}” names no request. Nothing was sent.',
        hint: 'Write # @name above the request that is meant, or # @import its file.',
      },
      WB2007: {
        message: '“{0}” is known from other tools and not supported yet. Nothing was sent.',
        hint: 'Write the value itself, or a variable that has it.',
      },
      WB2020: {
        message: '“{0}” has no value yet: a script sets it when it runs. Nothing was sent.',
        hint: 'Send the request with that script first.',
      },
      WB2022: {
        message: 'There is no dynamic variable “{0}”. Nothing was sent.',
        hint: 'Write one of those that completion offers behind {{$.',
      },
      WB2023: {
        message: '“{0}” reads what no reference has. Nothing was sent.',
        hint: 'Write .response.body, .headers, .cookies or .status, or .request.body or .headers behind the name.',
      },
      WB2030: {
        message: '“{0}” is set nowhere. Nothing was sent.',
        hint: 'Set it where it is read from: the process, a .env file, $shared, the workspace.',
      },
    },
    params: ['name'],
  },
  WB_PROMPT_CANCELLED: {
    message: 'The question for {0} was cancelled. Nothing was sent.',
    hint: 'Send the request again and answer, or define a variable instead of the question.',
    params: ['name'],
  },
  WB_REFERENCE_FAILED: {
    message: 'Nothing was sent: {0}',
    hint: 'Send the request that is referred to and look at its response.',
    params: ['reason'],
  },
  WB_NO_REQUEST: {
    message: 'There is no request here.',
    hint: 'Write a request line such as GET https://example.org or ws://localhost:8080/echo.',
    params: [],
  },
  WB_UNSUPPORTED_KIND: {
    message: 'Wirebook does not send {0} requests yet. Nothing was sent.',
    hint: 'HTTP, HTTPS, ws, wss, TCP, TLS and UDP are spoken.',
    params: ['kind'],
  },
  WB_INVALID_REQUEST: {
    message: 'The request cannot be sent: {0}',
    hint: 'Correct the request and send it again.',
    params: ['reason'],
  },
  WB_INVALID_URL: {
    message: 'The URL {0} is not valid. Nothing was sent.',
    hint: 'Write an absolute URL such as https://example.org/path, or a path and a Host header.',
    params: ['url'],
  },
  WB_INVALID_HEADER: {
    message: 'The header {0} was refused: {1} Nothing was sent.',
    hint: 'A field name is a token, and a field value holds no CR, LF or NUL (RFC 9110 §5.5).',
    params: ['name', 'reason'],
  },
  WB_BODY_FILE_MISSING: {
    message: 'The body file {0} was not found. Nothing was sent.',
    hint: 'The path is looked for beside the request file, then in the workspace folder.',
    params: ['path'],
  },
  WB_BODY_FILE_REFUSED: {
    message: 'The body file {0} cannot be sent: {1} Nothing was sent.',
    hint: '“< file” sends a file of any size as it is. “<@ file”, GraphQL and WebSocket messages read the whole file first.',
    params: ['path', 'reason'],
  },
  WB_SCRIPT_FILE_MISSING: {
    message: 'The script file {0} was not found. Nothing was sent.',
    hint: 'The path is looked for beside the request file, then in the workspace folder.',
    params: ['path'],
  },
  WB_SCRIPT_FILE_REFUSED: {
    message: 'The script file {0} cannot be run: {1} Nothing was sent.',
    hint: 'A script is a file of JavaScript, of 50 MB at most, in a folder that is trusted.',
    params: ['path', 'reason'],
  },
  WB_BODY_FILE_CHANGED: {
    message:
      'The body file {0} was written to while it was sent: {1} bytes at first, {2} now. The request was broken off.',
    hint: 'Send again when nothing writes to the file.',
    params: ['path', 'size', 'sizeNow'],
  },
  WB_RESPONSE_FILE: {
    message: 'The response cannot be saved as {0}: {1}',
    hint: 'Check the path behind >> and whether its folder can be written to. Outside the workspace only VS Code saves, where the workspace is trusted.',
    params: ['path', 'reason'],
  },
  WB_NOT_TRUSTED: {
    message: 'Nothing is sent from a folder in Restricted Mode.',
    hint: 'Trust this workspace to send its requests.',
    params: [],
  },
  WB_OAUTH_INVALID: {
    message: 'No token can be asked for with “{0}”: {1} Nothing was sent.',
    hint: 'Correct “Security.Auth” in the environment file, or the variables that begin with the prefix.',
    params: ['name', 'reason'],
  },
  WB_OAUTH_REFUSED: {
    message: '{1} gave no token for “{0}”: {2}.',
    hint: 'The request was not sent. The exchange with the authorization server is in the list, its secrets masked.',
    params: ['name', 'host', 'reason'],
  },
  WB_OAUTH_CANCELLED: {
    message: 'The sign-in for “{0}” was not finished. The request was not sent.',
    hint: 'Send the request again, and sign in on the page that opens.',
    params: ['name'],
  },
} as const satisfies Partial<Record<WireErrorCode, Sentence>>;
