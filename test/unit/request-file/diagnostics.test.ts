import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { diagnose, diagnosticMessage } from '../../../src/core/request-file/diagnostic.ts';
import {
  catalogue,
  type DiagnosticCode,
} from '../../../src/core/request-file/diagnosticCatalogue.ts';
import { parseRequestFile } from '../../../src/core/request-file/parseRequestFile.ts';

/** A text, and the stretch of it that the diagnostic points at. */
interface Case {
  text: string;
  marked: string;
  says?: RegExp;
}

const cases: Partial<Record<DiagnosticCode, Case>> = {
  WB1001: { text: 'some prose here\nGET https://a.example', marked: 'some prose here' },
  WB1002: { text: 'GTE https://a.example', marked: 'GTE', says: /"GTE".*GET, POST/ },
  WB1003: { text: 'post https://a.example', marked: 'post', says: /"POST"/ },
  WB1004: { text: 'DELETE', marked: 'DELETE', says: /after "DELETE"/ },
  WB1005: {
    text: 'GET https://a.example\nAccept */*',
    marked: 'Accept */*',
    says: /needs a colon/,
  },
  WB1006: { text: 'GET https://a.example\nA B: c', marked: 'A B', says: /"A B"/ },
  WB1007: {
    text: 'GET https://a.example\n\nGET https://b.example',
    marked: 'GET https://b.example',
  },
  WB1008: { text: 'GRPC localhost:1/x.Y/Z', marked: 'GRPC', says: /GRPC requests/ },
  WB1009: { text: '# @nmae x\nGET https://a.example', marked: '@nmae x', says: /"@nmae"/ },
  WB1010: {
    text: '# @timeout 5\nGET https://a.example',
    marked: '@timeout 5',
    says: /"5 s" or "5 ms"/,
  },
  WB1011: { text: '# @timeout x\nGET https://a.example', marked: '@timeout x', says: /500 ms/ },
  WB1012: { text: 'POST https://a.example\n{ "a": 1 }', marked: '{ "a": 1 }' },
  WB1013: { text: 'POST https://a.example\n\n{\n// why\n}', marked: '// why' },
  WB1014: { text: '/*\nGET https://a.example', marked: '/*' },
  WB1015: { text: 'GET https://a.example\n\n> {%\nclient.log()', marked: '> {%', says: /write %}/ },
  WB1016: { text: 'GET https://a.example\n\n?? status == 200\nlost\ntoo', marked: 'lost\ntoo' },
  WB1017: {
    text: 'GET https://a.example\n\n> script.lua',
    marked: '> script.lua',
    says: /write > {% … %}/,
  },
  WB1018: { text: 'GET https://a.example HTTP/3', marked: 'HTTP/3', says: /"HTTP\/3"/ },
  WB1019: {
    text: '# @name a\nGET https://a.example\n###\n# @name a\nGET https://b.example',
    marked: 'a',
  },
  WB1020: { text: '# @jwt x\nGET https://a.example', marked: '@jwt x', says: /"@jwt"/ },
  WB1030: {
    text: '### setup\n< {% x() %}\n###\nGET https://a.example',
    marked: '< {% x() %}',
    says: /Shared/,
  },
  WB1031: {
    text: '### Shared\nGET https://a.example',
    marked: 'GET https://a.example',
    says: /# @ref Shared/,
  },
  WB1041: { text: 'curl -L https://a.example --next', marked: '--next', says: /"--next"/ },
  WB1042: { text: 'curl -L', marked: 'curl' },
  WB1043: { text: "curl -L 'https://a.example", marked: "'" },
  WB1045: {
    text: 'curl -L https://a.example -H @h.txt',
    marked: '@h.txt',
    says: /"--header @h.txt"/,
  },
  WB2003: { text: '@ = 1\nGET https://a.example', marked: '@ = 1' },
  WB2007: {
    text: 'provider aws\n\nGET https://a.example',
    marked: 'provider aws',
    says: /provider aws/,
  },
  WB1021: { text: 'WS ws://a.example\n\n>> out.json', marked: '>> out.json' },
  WB1022: {
    text: 'POST https://a.example\nContent-Type: text/plain\n\n// why\ntext\n// data',
    marked: '// why',
  },
  WB1023: { text: 'GET https://a.example\nAccept', marked: 'Accept', says: /"Accept: value"/ },
  WB1024: { text: '# @save\nGET https://a.example', marked: '@save', says: /write >> file/ },
  WB4001: { text: 'WS ws://a.example\n\n=== dance', marked: '=== dance', says: /"dance"/ },
  WB4002: { text: 'UDP localhost:7\n\n=== ping x', marked: '=== ping x', says: /ping x.*UDP/ },
  WB4003: { text: 'WS ws://a.example\n\n=== wait-for-server many', marked: 'many', says: /"many"/ },
  WB4004: {
    text: 'WS ws://a.example\n\n=== send hex\n0\n=== send hex\n{{x}}\n=== send base64 < ./a',
    marked: '0',
    says: /not hex/,
  },
  WB4006: { text: 'WS ws://a.example\n\n=== wait long', marked: 'long', says: /=== wait 500 ms/ },
  WB4007: { text: 'WS ws://a.example\n\n=== expect\nhello', marked: 'hello' },
  WB4008: {
    text: '# @proxy http://localhost:3128\nUDP localhost:7\n\nx',
    marked: '@proxy http://localhost:3128',
    says: /no effect on UDP/,
  },
  WB4005: {
    text: 'WS ws://a.example\n\n=== repeat 2',
    marked: '=== repeat 2',
    says: /"=== repeat"/,
  },
};

/** Codes that need variables, files or a sending; their tests are beside those parts. */
const elsewhere = [
  'WB1044',
  'WB2001',
  'WB2002',
  'WB2004',
  'WB2005',
  'WB2006',
  'WB2008',
  'WB2009',
  'WB2010',
  'WB2011',
  'WB2012',
  'WB2013',
  'WB2014',
  'WB2015',
  'WB2016',
  'WB2017',
  'WB2018',
  'WB2019',
  'WB2020',
  'WB2021',
  'WB2022',
  'WB2023',
  'WB2030',
  'WB3001',
  'WB3002',
  'WB3003',
  'WB3004',
  'WB3005',
  'WB3006',
  'WB3007',
  'WB3009',
];

describe('diagnostics of the syntax', () => {
  for (const [code, { text, marked, says }] of Object.entries(cases)) {
    test(`${code} points at "${marked.replaceAll('\n', '\\n')}"`, () => {
      const found = parseRequestFile(text).diagnostics.filter((each) => each.code === code);
      assert.equal(found.length, 1, `${code} is reported ${found.length} times`);
      const [{ range, message }] = found as [(typeof found)[0]];
      assert.equal(text.slice(range.offset, range.endOffset), marked);
      if (says !== undefined) assert.match(message, says);
    });
  }

  test('every code of the catalogue has a test', () => {
    const tested = new Set([...Object.keys(cases), ...elsewhere]);
    assert.deepEqual(
      Object.keys(catalogue).filter((code) => !tested.has(code)),
      [],
    );
  });

  test('the manual explains every code with its severity', () => {
    const manual = readFileSync(
      join(import.meta.dirname, '../../../docs/request-files.md'),
      'utf8',
    );
    const explained = [...manual.matchAll(/^\| (WB\d{4}) +\| (\w+) +\|/gm)].map(
      ([, code, severity]) => [code, severity],
    );
    const wanted = Object.entries(catalogue).map(([code, { severity }]) => [code, severity]);
    assert.deepEqual(explained, wanted);
  });

  test('no sentence has a place that is not filled', () => {
    for (const code of Object.keys(cases)) {
      const found = parseRequestFile(cases[code as DiagnosticCode]?.text ?? '').diagnostics;
      for (const { message } of found) assert.doesNotMatch(message, /\{\d\}/);
    }
  });

  test('a sentence goes through the translator with its facts', () => {
    const range = { offset: 0, endOffset: 1, line: 1, column: 1, endLine: 1, endColumn: 2 };
    const diagnostic = diagnose('WB1002', range, 'GTE');
    const translated = diagnosticMessage(diagnostic, (english, ...args) => `${args[0]}|${english}`);
    assert.equal(translated, `GTE|${catalogue.WB1002.sentence}`);
    assert.equal(diagnosticMessage(diagnostic), diagnostic.message);
  });

  test('a fact from a hostile file is cut short', () => {
    const { diagnostics } = parseRequestFile(`GET https://a.example\n${'x'.repeat(10_000)}`);
    assert.ok(diagnostics.every(({ message }) => message.length < 300));
  });

  test('several faults are reported in the order of the text', () => {
    const { diagnostics } = parseRequestFile('prose\n\n# @nope\nGTE http://a\nAccept\n###\nGET');
    const offsets = diagnostics.map(({ range }) => range.offset);
    assert.deepEqual(
      offsets,
      offsets.toSorted((a, b) => a - b),
    );
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['WB1001', 'WB1009', 'WB1002', 'WB1004'],
    );
  });
});

describe('what is no fault', () => {
  const fine: Record<string, string> = {
    'an empty file': '',
    'a file of comments': '# a\n// b\n/*\nc\n*/\n## d\n',
    'a block of variables': '@a = 1\n@b = {{a}}\n###\n# shared\n',
    'comments between headers': 'GET https://a.example\n# one\nA: b\n// two\nC: d\n',
    'a header without a value': 'GET https://a.example\nX-Empty:\n',
    'a header name from a variable': 'GET https://a.example\n{{name}}: x\n',
    'lower-case curl': 'curl https://a.example \\\n  -H "a: b"\n--data x\n',
    'the request of another tool with lines of its own': 'GRPC a.example:1/x\nproto < ./x.proto\n',
    'a method of WebDAV': 'VERSION-CONTROL https://a.example\n',
    'a directive in camelCase': '# @noRedirect\nGET https://a.example\n',
    'a time with a variable': '# @timeout {{t}}\nGET https://a.example\n',
  };
  for (const [name, text] of Object.entries(fine)) {
    test(name, () => {
      const faults = parseRequestFile(text).diagnostics.filter(
        ({ severity }) => severity === 'error' || severity === 'warning',
      );
      assert.deepEqual(faults, []);
    });
  }
});
