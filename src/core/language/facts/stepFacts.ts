/** What a step of a conversation does, and arguments to offer for it. */
export interface StepFact {
  insert: string;
  sentence: string;
  values: readonly string[];
}

const of = (insert: string, sentence: string, ...values: string[]): StepFact => ({
  insert,
  sentence,
  values,
});

/** Steps by the word behind `===`. */
export const stepFacts: Readonly<Record<string, StepFact>> = {
  send: of(
    'send ${1|text,json,hex,base64|}',
    'Sends the text below.',
    'text',
    'json',
    'hex',
    'base64',
    'binary',
    '< ${1:file}',
  ),
  'wait-for-server': of('wait-for-server', 'Waits for messages after the previous send.', '2', '3'),
  expect: of(
    'expect within ${1:5 s}',
    'The next message must match the lines below.',
    'within 5 s',
    'close 1000',
    'pong within 1 s',
  ),
  capture: of('capture ${1:name} = ${2:$.path}', 'Takes a value from the message last received.'),
  wait: of('wait ${1:500 ms}', 'Waits for that long.', '500 ms', '1 s', '5 s'),
  ping: of('ping ${1:text}', 'Sends a ping with this text.'),
  pong: of('pong ${1:text}', 'Sends a pong with this text.'),
  close: of('close ${1:1000} ${2:reason}', 'Begins the closing handshake.'),
  frame: of(
    'frame fin=${1|0,1|} opcode=${2:0x1} mask=${3|on,off|}',
    'Sends one raw frame; its payload stands below in hex.',
    'fin=0',
    'rsv1=1',
    'opcode=0x3',
    'mask=off',
  ),
  bytes: of('bytes', 'Sends the bytes below, in hex, as they are.'),
  repeat: of(
    'repeat ${1:10} every ${2:1 s}',
    'Repeats the steps down to === end.',
    '10',
    '10 every 1 s',
  ),
  end: of('end', 'Ends what === repeat repeats.'),
};
