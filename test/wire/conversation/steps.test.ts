import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { holdConversation } from '../../support/conversation.ts';
import { scriptedServer, switchingProtocols, webSocketServer } from '../../support/wsServers.ts';

/** A server that answers every message with it, and `hello` with a token. */
const greeter = (t: Parameters<typeof webSocketServer>[0], perMessageDeflate = false) =>
  webSocketServer(
    t,
    (socket) => {
      socket.on('message', (data, isBinary) => {
        if (String(data) === 'hello') {
          socket.send('{"type":"welcome","auth":{"token":"t 1\\"2"},"seats":[3,4]}');
        } else socket.send(data, { binary: isBinary });
      });
    },
    { perMessageDeflate },
  );

describe('steps of a WebSocket conversation', () => {
  test('expectations look at the next message and say how it went, line by line', async (t) => {
    const url = await greeter(t);
    const { expectations, events, view } = await holdConversation(`${url}

hello
=== expect within 60 s
$.type == "welcome"
$.seats[-1] >= 4
text contains "seats"
/"token":"t 1/
bytes == 58
{ "seats": [4] }
===
你好
=== expect text == "你好"
=== send hex
00 ff
=== expect
hex == 00 ff
type == binary
bytes < 3`);
    assert.deepEqual(expectations, [
      '✓ 5 $.type == "welcome"',
      '✓ 6 $.seats[-1] >= 4',
      '✓ 7 text contains "seats"',
      '✓ 8 /"token":"t 1/',
      '✓ 9 bytes == 58',
      '✓ 10 { "seats": [4] }',
      '✓ 13 text == "你好"',
      '✓ 17 hex == 00 ff',
      '✓ 18 type == binary',
      '✓ 19 bytes < 3',
    ]);
    assert.equal(events('exchange.completed')[0]?.outcome, 'ok');
    assert.deepEqual(
      view.steps.map(({ line, state }) => `${line} ${state}`),
      ['3 done', '4 done', '11 done', '13 done', '14 done', '16 done'],
    );
  });

  test('one that is not met says what came instead and ends the steps', async (t) => {
    const url = await greeter(t);
    const { events, view } = await holdConversation(`${url}

hello
=== expect
$.type == "bye"
$.nothing exists
===
never sent`);
    assert.deepEqual(
      events('expect').map(({ line, passed, actual }) => [line, passed, actual.slice(0, 24)]),
      [
        [5, false, '"welcome"'],
        [6, false, 'no $.nothing in {"type":'],
      ],
    );
    assert.equal(events('ws.message').filter(({ dir }) => dir === 'out').length, 1);
    assert.deepEqual(
      view.steps.map(({ state }) => state),
      ['done', 'failed', 'waiting'],
    );
    assert.equal(events('ws.close')[0]?.code, 1000);
  });

  test('an expectation stands at the message that decided it, one without at what came last', async (t) => {
    const url = await greeter(t);
    const { marks, events } = await holdConversation(`# @stop-on-failure off
${url}

hello
===
early
=== expect
$.type == "welcome"
$.seats == 5
=== expect text == "early"
=== ping x
=== expect pong
=== expect within 100 ms
text == "never"
`);
    const welcome = ['✓ $.type == "welcome"', '✕ $.seats == 5'];
    const last = ['✓ pong', '✕ text == "never"'];
    const early = '✓ text == "early"';
    const frames = Object.values(marks('frames'));
    assert.deepEqual(frames, [welcome, [early], last]);
    const messages = Object.values(marks('messages'));
    assert.deepEqual(messages, [welcome, [early, ...last]]);
    const rows = events('expect').map(({ message }) => message);
    const [first, second] = Object.keys(marks('messages')).map(Number);
    assert.deepEqual(rows, [first, first, second, undefined, undefined]);
  });

  test('@stop-on-failure off goes on', async (t) => {
    const url = await greeter(t);
    const { expectations } = await holdConversation(`# @stop-on-failure off
${url}

a
=== expect text == "b"
===
c
=== expect text == "c"`);
    assert.deepEqual(expectations, ['✕ 5 text == "b"', '✓ 8 text == "c"']);
  });

  test('a message that does not come, and one that comes no more', async (t) => {
    const silent = await webSocketServer(t, () => undefined);
    const late = await holdConversation(`${silent}\n\n=== expect within 50 ms\n$.a == 1`);
    assert.deepEqual(late.events('expect')[0]?.missing, 'timeout');
    const closing = await webSocketServer(t, (socket) => socket.close(1008, 'no'));
    const { events } = await holdConversation(`${closing}\n\n=== expect`);
    assert.deepEqual(
      events('expect').map(({ text, passed, missing }) => [text, passed, missing]),
      [['a message', false, 'closed']],
    );
  });

  for (const [steps, told] of [
    ['hi\n=== wait 20 s\n=== send\nx', []],
    ['=== expect within 20 s', [['a message within 20 s', 'timeout']]],
    ['=== expect close', [['close', 'timeout']]],
    ['=== wait-for-server', []],
    ['# @keep-streaming', []],
  ] as const) {
    test(`# @timeout is the time of the whole conversation: ${JSON.stringify(steps)}`, async (t) => {
      const closed = Promise.withResolvers<number>();
      const url = await webSocketServer(t, (socket) => socket.on('close', closed.resolve));
      const [directives, body] = steps.startsWith('#') ? [`${steps}\n`, ''] : ['', steps];
      const startMs = performance.now();
      const { events } = await holdConversation(
        `${directives}# @timeout 300 ms\n${url}\n\n${body}`,
      );
      assert.ok(performance.now() - startMs < 5000);
      const failed = events('exchange.failed');
      assert.deepEqual(
        failed.map(({ code, phase, params }) => [code, phase, params['limit']]),
        [['WB_TIMEOUT', 'messages', '0.3 s']],
      );
      assert.match(failed[0]?.message ?? '', /^The conversation took longer than 0\.3 s: /);
      assert.deepEqual(
        events('expect').map(({ text, missing }) => [text, missing]),
        told,
      );
      assert.equal(await closed.promise, 1000);
    });
  }

  test('# @timeout does not wait for a server that leaves our close unanswered', async (t) => {
    const { url } = await scriptedServer(t, (socket, key) => {
      socket.write(switchingProtocols(key));
    });
    const startMs = performance.now();
    const { events } = await holdConversation(`# @timeout 200 ms\n${url}\n\n=== wait 20 s`);
    assert.equal(events('exchange.failed')[0]?.code, 'WB_TIMEOUT');
    assert.ok(performance.now() - startMs < 3000);
  });

  test('a setting for requests does not end a conversation, it only limits its opening', async (t) => {
    const url = await webSocketServer(t, () => undefined);
    const { events } = await holdConversation(
      `@request_timeout = 200\n\n${url}\n\n=== wait 400 ms\n=== send\nx`,
    );
    assert.equal(events('exchange.completed')[0]?.outcome, 'ok');
  });

  test('a step behind our own close is a fault of the file', async (t) => {
    const url = await greeter(t);
    const { events } = await holdConversation(`${url}\n\n=== close\n=== send\nx`);
    const [failed] = events('exchange.failed');
    assert.deepEqual([failed?.code, failed?.params['line']], ['WB_INVALID_REQUEST', '4']);
  });

  test('what is captured stands in the steps below, escaped where it is in JSON', async (t) => {
    const url = await greeter(t);
    const { expectations, captures, events } = await holdConversation(`${url}

hello
=== wait-for-server
=== capture token = $.auth.token
=== capture all = $.seats
===
{{token}} {{%token}} {{all}}
=== expect
text startsWith "{{token}} "
text endsWith " [3,4]"
=== capture echo = text
=== expect within 20 ms
text == {{echo}}`);
    assert.deepEqual(captures, { token: 't 1"2', all: '[3,4]', echo: 't 1"2 t%201%222 [3,4]' });
    assert.deepEqual(expectations.slice(0, 2), [
      '✓ 10 text startsWith "{{token}} "',
      '✓ 11 text endsWith " [3,4]"',
    ]);
    assert.equal(events('expect').at(-1)?.missing, 'timeout');
  });

  test('a value that is not there fails like an expectation', async (t) => {
    const url = await greeter(t);
    const { events } = await holdConversation(
      `${url}\n\nhi\n=== wait-for-server\n=== capture a = $.b`,
    );
    assert.deepEqual(
      events('expect').map(({ line, text, passed, actual }) => [line, text, passed, actual]),
      [[5, 'capture a = $.b', false, 'hi']],
    );
  });

  test('ping, pong and their expectation', async (t) => {
    const url = await greeter(t);
    const { expectations, events } = await holdConversation(`${url}

=== ping 你好
=== expect pong within 60 s
=== pong alone
=== ping
=== expect pong`);
    assert.deepEqual(expectations, ['✓ 4 pong within 60 s', '✓ 7 pong']);
    assert.deepEqual(
      events('ws.ping').map(({ base64 }) => Buffer.from(base64, 'base64').toString()),
      ['你好', ''],
    );
    assert.equal(events('ws.pong')[1]?.dir === 'out' || events('ws.pong')[0]?.dir === 'out', true);
  });

  test('close with a code, and the close that is expected', async (t) => {
    const url = await greeter(t);
    const ours = await holdConversation(`${url}\n\n=== close 4001 再见\n=== expect close 4001`);
    assert.deepEqual(ours.expectations, ['✓ 4 close 4001']);
    const first = ours.events('ws.close')[0];
    assert.deepEqual([first?.dir, first?.code, first?.reason], ['out', 4001, '再见']);
    const policy = await webSocketServer(t, (socket) => socket.close(1008, 'policy'));
    const wrong = await holdConversation(`${policy}\n\n=== expect close 1000`);
    assert.deepEqual(
      wrong.events('expect').map(({ passed, actual }) => [passed, actual]),
      [[false, 'close 1008 policy']],
    );
  });

  test('a message in fragments arrives as one, deflated or not', async (t) => {
    const url = await greeter(t, true);
    for (const options of ['', ' uncompressed']) {
      const { expectations, events } = await holdConversation(
        `${url}\n\n=== send fragments 3${options}\n一二三四五\n=== expect text == "一二三四五"`,
      );
      assert.equal(expectations[0]?.slice(0, 1), '✓');
      const [sent] = events('ws.message');
      assert.deepEqual(
        [sent?.fragments, sent?.compressed, sent?.text],
        [3, options === '', '一二三四五'],
      );
    }
  });

  test('a raw frame leaves as it is written, also one that is forbidden', async (t) => {
    const { url, received } = await scriptedServer(t, (socket, key) => {
      socket.write(switchingProtocols(key));
      socket.on('data', () => setTimeout(() => socket.end(), 100));
    });
    const held = await holdConversation(`${url}

=== frame fin=0 rsv1=1 opcode=0x3 mask=off
c0 ff ee
=== frame opcode=binary mask=0x01020304
00
=== bytes
8a 00`);
    const bytes = await received;
    assert.equal(bytes.subarray(0, 14).toString('hex'), '4303c0ffee828101020304018a00');
    assert.deepEqual(
      held
        .events('ws.frame')
        .slice(0, 3)
        .map(({ opcode, masked, fin, rsv }) => [opcode, masked, fin, rsv[0]]),
      [
        [3, false, false, 1],
        [2, true, true, 0],
        [10, false, true, 0],
      ],
    );
  });

  test('steps are repeated, at an even pace where one is given', async (t) => {
    const url = await greeter(t);
    const { events, view, expectations } = await holdConversation(`${url}

=== repeat 3 every 20 ms
tick
=== expect text == "tick"
=== end
=== wait 10 ms
last`);
    assert.deepEqual(
      events('ws.message')
        .filter(({ dir }) => dir === 'out')
        .map(({ text }) => text),
      ['tick', 'tick', 'tick', 'last'],
    );
    assert.equal(expectations.length, 3);
    const [sent] = events('ws.message').slice(-2);
    assert.ok((sent?.t ?? 0) > 0);
    assert.deepEqual(
      view.steps.map(({ rounds }) => rounds),
      [1, 3, 3, 1, 1],
    );
  });

  test('a regular expression that hangs is given up', async (t) => {
    const url = await greeter(t);
    const { events } = await holdConversation(`${url}\n\n${'a'.repeat(40)}!\n=== expect /^(a+)+$/`);
    assert.match(events('expect')[0]?.actual ?? '', /longer than 1 s/);
  });

  test('secrets are masked in what came instead, also where it is cut', async (t) => {
    const url = await greeter(t);
    const secret = 'secret-value-123';
    const long = 'x'.repeat(490);
    const { events } = await holdConversation(`${url}\n\n${long}{{key}}\n=== expect text == "y"`, {
      'http-client.private.env.json': `{"dev":{"key":"${secret}"}}`,
    });
    assert.equal(events('expect')[0]?.actual, `"${long}…`);
    assert.ok(!JSON.stringify(events('expect')).includes('secret-'));
  });
});

describe('pongs and pings of their own', () => {
  test('@auto-pong off answers no ping, a time answers later', async (t) => {
    const pongs: string[] = [];
    const url = await webSocketServer(t, (socket) => {
      socket.on('pong', (data) => pongs.push(String(data)));
      socket.on('message', () => {
        socket.ping('now');
        setTimeout(() => socket.send('done'), 60);
      });
    });
    await holdConversation(`# @auto-pong off\n${url}\n\na\n=== expect text == "done"`);
    assert.deepEqual(pongs, []);
    const late = await holdConversation(
      `# @auto-pong 10 ms\n${url}\n\na\n=== expect text == "done"\n=== wait 30 ms`,
    );
    assert.deepEqual(pongs, ['now']);
    const names = late.events('ws.pong').map(({ dir }) => dir);
    assert.deepEqual(names, ['out']);
  });

  test('@ping-every sends pings while the WebSocket is open', async (t) => {
    let pings = 0;
    const url = await webSocketServer(t, (socket) => {
      socket.on('ping', () => {
        if (++pings === 3) socket.send('enough');
      });
    });
    const held = await holdConversation(`# @ping-every 20 ms\n${url}\n\n=== expect within 60 s`);
    assert.equal(held.expectations[0], '✓ 4 a message within 60 s');
  });

  test('@mask off sends frames without a masking key, @mask 0x… all with the same', async (t) => {
    for (const [mask, masks] of [
      ['off', [undefined]],
      ['0x37fa213d', ['37fa213d']],
    ] as const) {
      const { url } = await scriptedServer(t, (socket, key) => {
        socket.write(switchingProtocols(key));
        socket.on('data', () => setTimeout(() => socket.end(), 50));
      });
      const held = await holdConversation(`# @mask ${mask}\n${url}\n\nabc`);
      assert.deepEqual([held.events('ws.frame')[0]?.mask], masks);
    }
  });

  test('@deflate names the parameters of the offer', async (t) => {
    const url = await greeter(t, true);
    const held = await holdConversation(
      `# @deflate client_no_context_takeover; server_no_context_takeover\n${url}\n\na\n=== expect`,
    );
    assert.deepEqual(held.events('ws.handshake')[0]?.extensions, [
      {
        name: 'permessage-deflate',
        params: { client_no_context_takeover: true, server_no_context_takeover: true },
      },
    ]);
  });
});
