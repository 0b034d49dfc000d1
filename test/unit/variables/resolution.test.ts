import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { SourceText } from '../../../src/core/request-file/textRange.ts';
import { checkEnvironment, checkVariables } from '../../../src/core/variables/checkVariables.ts';
import { maxDepth, Resolver } from '../../../src/core/variables/resolver.ts';
import { VariableScope } from '../../../src/core/variables/scope.ts';
import type { PrepareContext } from '../../../src/core/runner/prepareContext.ts';
import { parseText, prepareContext, requestAt, workspace } from '../../support/requestFiles.ts';

interface World {
  text?: string;
  index?: number;
  files?: Record<string, string>;
  context?: Partial<PrepareContext>;
}

/** The scope of one request. */
async function scopeOf({ text = '', index = 0, files = {}, context = {} }: World) {
  const file = parseText(`${text}\nGET http://a`);
  const full = await prepareContext(files, context);
  return { scope: new VariableScope({ ...full, file, block: requestAt(file, index) }), full };
}

async function resolverOf(world: World): Promise<Resolver> {
  const { scope, full } = await scopeOf(world);
  return new Resolver(scope, full.sources);
}

function source(text: string): SourceText {
  const range = { offset: 0, endOffset: text.length, line: 7, column: 5, endLine: 7, endColumn: 0 };
  return { text, range };
}

async function resolved(text: string, world: World): Promise<string> {
  const resolver = await resolverOf(world);
  const value = resolver.resolve(source(text));
  assert.deepEqual(resolver.problems, []);
  return value;
}

async function problem(text: string, world: World) {
  const resolver = await resolverOf(world);
  const value = resolver.resolve(source(text));
  assert.equal(resolver.problems.length, 1);
  const [first] = resolver.problems;
  return { ...first!, value };
}

describe('variables of a file', () => {
  test('are replaced wherever they are written, with or without blanks', async () => {
    assert.equal(
      await resolved('{{a}}-{{ b }}-{{a}}', { text: '@a = 1\n@b=two words ' }),
      '1-two words-1',
    );
  });

  test('are written with =, :=, a blank, quotes or escapes', async () => {
    const text = '@a = "quoted"\n@b:=lazy\n@c plain words\n@d = x\\ny\n@global.e = g\n@f = \n@g "';
    assert.equal(
      await resolved('{{a}}|{{b}}|{{c}}|{{d}}|{{e}}|{{f}}|{{g}}', { text }),
      'quoted|lazy|plain words|x\ny|g||"',
    );
  });

  test('may refer to others, above or below', async () => {
    const text = '@url = http://{{host}}:{{port}}\n@host = a\n@port = 1';
    assert.equal(await resolved('{{url}}', { text }), 'http://a:1');
  });

  test('an eager one has one value in a request, a lazy one a new one each time', async () => {
    let count = 0;
    const sources = { ...(await prepareContext()).sources, uuid: () => String((count += 1)) };
    const text = '@eager = {{$guid}}\n@lazy := {{$guid}}';
    const values = await resolved('{{eager}}{{eager}} {{lazy}}{{lazy}}', {
      text,
      context: { sources },
    });
    assert.equal(values, '11 23');
  });

  test('the last one at or above the request wins, else the first below', async () => {
    const text =
      '@a = 1\nGET http://a\n###\n@a = 2\nGET http://b\n###\n@a = 3\n@b = 4\n###\n@b = 5\n';
    const valuesAt = async (index: number) => resolved('{{a}}{{b}}', { text, index });
    assert.deepEqual([await valuesAt(0), await valuesAt(1), await valuesAt(2)], ['14', '24', '35']);
  });
});

describe('percent-encoding and escapes', () => {
  test('{{%name}} encodes', async () => {
    assert.equal(
      await resolved('?q={{%a}}&r={{% a }}', { text: '@a = ä b&c/d' }),
      '?q=%C3%A4%20b%26c%2Fd&r=%C3%A4%20b%26c%2Fd',
    );
  });

  test('a lone surrogate is encoded as the replacement character', async () => {
    const overrides = new Map([['a', '\uD800']]);
    assert.equal(await resolved('{{%a}}', { context: { overrides } }), '%EF%BF%BD');
  });

  test(String.raw`\{\{…\}\} is literal`, async () => {
    assert.equal(await resolved(String.raw`\{\{a\}\} {{a}}`, { text: '@a = 1' }), '{{a}} 1');
  });

  test('braces with nothing between them are text, also in a value', async () => {
    const text = '@a = x{{}}';
    assert.equal(
      await resolved('{{}} {{ }} {{a}} {{%a}}', { text }),
      '{{}} {{ }} x{{}} x%7B%7B%7D%7D',
    );
  });

  test('a value is not looked through for references a second time', async () => {
    const overrides = new Map([['a', String.raw`\{\{b\}\}`]]);
    assert.equal(await resolved('{{a}}', { text: '@b = 1', context: { overrides } }), '{{b}}');
  });
});

describe('who wins', () => {
  const files = {
    'http-client.env.json':
      '{ "$shared": { "x": "shared", "s": "shared" }, "dev": { "x": "public", "p": "public far" }, "prod": { "x": "prod" } }',
    'http-client.private.env.json': '{ "dev": { "x": "private" } }',
    'sub/http-client.env.json': '{ "dev": { "p": "public near" } }',
    'sub/http-client.env.json.user': '{ "dev": { "u": "user", "x": "user" } }',
  };
  const dev = { environment: 'dev' };

  test('an override over the file, the file over the environment, private over public, chosen over shared', async () => {
    const overrides = new Map([['x', 'override']]);
    const text = '@x = file';
    assert.equal(
      await resolved('{{x}}', { files, text, context: { ...dev, overrides } }),
      'override',
    );
    assert.equal(await resolved('{{x}}', { files, text, context: dev }), 'file');
    assert.equal(await resolved('{{x}}', { files, context: dev }), 'private');
    assert.equal(await resolved('{{x}}', { files, context: { environment: 'prod' } }), 'prod');
    assert.equal(await resolved('{{x}}{{s}}', { files }), 'sharedshared');
    assert.equal(
      await resolved('{{p}} {{u}} {{s}}', { files, context: dev }),
      'public near user shared',
    );
  });

  test('in the order of JetBrains the environment wins over the file, and public over private', async () => {
    const context = { ...dev, order: 'jetbrains' } as const;
    assert.equal(await resolved('{{x}}', { files, text: '@x = file', context }), 'public');
    const overrides = new Map([['x', 'override']]);
    assert.equal(
      await resolved('{{x}}', { files, context: { ...context, overrides } }),
      'override',
    );
  });

  test('all of a name are known, with file and line, the winner first', async () => {
    const { scope } = await scopeOf({ files, text: '@x = file', context: dev });
    const found = scope
      .findAll('x')
      .map(({ value, source: { path, line, origin } }) => [
        value,
        path?.slice(workspace.length + 1),
        line,
        origin,
      ]);
    assert.deepEqual(found, [
      ['file', 'sub/requests.http', 1, 'file'],
      ['private', 'http-client.private.env.json', 1, 'private environment'],
      ['user', 'sub/http-client.env.json.user', 1, 'private environment'],
      ['public', 'http-client.env.json', 1, 'environment'],
      ['shared', 'http-client.env.json', 1, 'shared environment'],
    ]);
    assert.equal(scope.find('x')?.value, 'file');
    assert.deepEqual(scope.names().toSorted(), ['p', 's', 'u', 'x']);
  });
});

describe('secrets', () => {
  const files = {
    'http-client.private.env.json':
      '{ "dev": { "token": "s3cret/x", "tiny": "1", "unused": "never" } }',
  };
  const context = { environment: 'dev' };

  test('that were used are known, also through other variables and encoded', async () => {
    const resolver = await resolverOf({ files, context, text: '@header = Bearer {{token}}' });
    resolver.resolve(source('{{header}} {{%token}} {{tiny}}'));
    assert.deepEqual([...resolver.secrets], ['s3cret/x', 's3cret%2Fx']);
  });

  test('an override is secret where the question or the private value that it hides is, anywhere in the file', async () => {
    const text =
      '# @secret tk\n# @prompt password\nGET http://a\n###\n# @prompt user\nGET http://b\n###\n# @secret below';
    const given = ['tk', 'password', 'token', 'user', 'below', 'plain'];
    const overrides = new Map(given.map((name) => [name, `value of ${name}`]));
    for (const index of [0, 1]) {
      const resolver = await resolverOf({ text, index, files, context: { ...context, overrides } });
      resolver.resolve(source(given.map((name) => `{{${name}}}`).join('')));
      const secret = ['tk', 'password', 'token', 'below'].map((name) => `value of ${name}`);
      assert.deepEqual([...resolver.secrets], secret);
    }
  });
});

const chain = (length: number) =>
  [...Array(length).keys()].map((level) => `@v${level} = {{v${level + 1}}}`).join('\n');

describe('references without a value', () => {
  const cases: [text: string, code: string, name: string][] = [
    ['{{missing}}', 'WB2001', 'missing'],
    ['{{a.b-c}}', 'WB2001', 'a.b-c'],
    ['{{%}}', 'WB2004', '%'],
    ['{{$nothing}}', 'WB2022', '$nothing'],
    ['{{$processEnv NOT_SET}}', 'WB2030', '$processEnv NOT_SET'],
    ['{{process.env.NOT_SET}}', 'WB2030', 'process.env.NOT_SET'],
    ['{{process.exit()}}', 'WB2004', 'process.exit()'],
    ['{{a ? b : c}}', 'WB2004', 'a ? b : c'],
    ['{{$randomInt 9 9}}', 'WB2005', '$randomInt 9 9'],
    ['{{login.response.body.$.id}}', 'WB2006', 'login.response.body.$.id'],
    ['{{$xpath:login //id}}', 'WB2006', '$xpath:login //id'],
    ['{{$xpath //id}}', 'WB2005', '$xpath //id'],
    ['{{$dotenv X}}', 'WB2030', '$dotenv X'],
    ['{{$auth.token(id)}}', 'WB2005', '$auth.token(id)'],
    ['{{$env.NOT_SET}}', 'WB2030', '$env.NOT_SET'],
    ['{{$shared x}}', 'WB2030', '$shared x'],
    ['{{$.clients..id}}', 'WB2020', '$.clients..id'],
    ['{{$aadToken new}}', 'WB2010', '$aadToken new'],
    ['{{users[*].name}}', 'WB2007', 'users[*].name'],
    ['{{a.users..name}}', 'WB2007', 'a.users..name'],
  ];
  for (const [text, code, name] of cases) {
    test(`${text} is ${code}`, async () => {
      const found = await problem(text, {});
      assert.deepEqual([found.code, found.name, found.value], [code, name, text]);
    });
  }

  test('the place is the line and column of the braces', async () => {
    const first = await problem('ab{{x}}', {});
    assert.deepEqual([first.line, first.column, first.start, first.end], [7, 7, 2, 7]);
    const later = await problem('ab\r\n\nc{{x}}', {});
    assert.deepEqual([later.line, later.column], [9, 2]);
  });

  test('a variable that refers to one without a value names that one', async () => {
    const found = await problem('{{a}}', { text: '@a = {{b}}\n@b = {{c}}' });
    assert.deepEqual([found.code, found.args, found.name], ['WB2001', ['c'], 'a']);
  });

  test('a dynamic variable is named without its arguments, a global one without its prefix', async () => {
    const dynamic = await problem('{{$nothing 1 2}}', {});
    assert.deepEqual([dynamic.code, dynamic.args], ['WB2022', ['$nothing']]);
    const global = await problem('{{$global.nothing}}', {});
    assert.deepEqual([global.code, global.args], ['WB2001', ['nothing']]);
  });

  test('WB2023 for a part of an exchange that no reference reads', async () => {
    for (const text of ['{{x.request.url}}', '{{x.response}}', '{{x.response.time}}']) {
      assert.equal((await problem(text, { text: '### x' })).code, 'WB2023');
    }
  });

  test('WB2002 names the circle', async () => {
    const found = await problem('{{a}}', { text: '@a = {{b}}\n@b = {{c}}\n@c = {{a}}' });
    assert.deepEqual([found.code, found.args], ['WB2002', ['a', 'a → b → c → a']]);
    assert.equal((await problem('{{a}}', { text: '@a = {{a}}' })).code, 'WB2002');
  });

  test('WB2008 ends definitions that double each other, eager or lazy, full or empty', async () => {
    for (const operator of ['=', ':=']) {
      for (const seed of ['x'.repeat(100), '']) {
        const text = [...Array(60).keys()]
          .map((level) => `@v${level} ${operator} {{v${level + 1}}}{{v${level + 1}}}`)
          .join('\n');
        const world = { text: `${text}\n@v60 ${operator} ${seed}` };
        const resolver = await resolverOf(world);
        const value = resolver.resolve(source('{{v0}}'));
        if (operator === '=' && seed === '') assert.equal(value, '');
        else assert.equal(resolver.problems[0]?.code, 'WB2008');
      }
    }
  });

  test('WB2009 ends a chain without end', async () => {
    const text = `${chain(5000)}\n@v5000 = x`;
    assert.equal((await problem('{{v0}}', { text })).code, 'WB2009');
    const short = `${chain(maxDepth - 1)}\n@v${maxDepth - 1} = x`;
    assert.equal(await resolved('{{v0}}', { text: short }), 'x');
  });
});

describe('diagnostics of variables', () => {
  test('point at each reference without a value, in URL, headers, body, paths and messages', async () => {
    const text =
      'POST http://{{a}}/\n ?x={{b}}\nX: {{c}}\n{{d}}: x\n\nbody {{ok}}\n {{e}}\n< ./{{f}}\n###\nWS ws://h\n\nhi {{g}}\n@ok = 1';
    const file = parseText(`@ok = 1\n${text}`);
    const found = checkVariables(file, await prepareContext());
    assert.deepEqual(
      found.map(({ code, args, range }) => [code, args[0], range.line, range.column]),
      [
        ['WB2001', 'a', 2, 13],
        ['WB2001', 'b', 3, 5],
        ['WB2001', 'c', 4, 4],
        ['WB2001', 'd', 5, 1],
        ['WB2001', 'e', 8, 2],
        ['WB2001', 'f', 9, 5],
        ['WB2001', 'g', 13, 4],
      ],
    );
    const marked = found.map(({ range }) =>
      `@ok = 1\n${text}`.slice(range.offset, range.endOffset),
    );
    assert.deepEqual(marked, ['{{a}}', '{{b}}', '{{c}}', '{{d}}', '{{e}}', '{{f}}', '{{g}}']);
  });

  test('point at references in directives, lines run, handlers and assertions, and not where they stay as written', async () => {
    const text =
      '# @note {{n}}\n# @timeout {{a}}\n# @proxy http://{{b}}\nrun {{c}}/x.http #y (@z={{d}})\nGET http://h\n\n' +
      '?? body {{e}} == {{f}}\n> {{g}}.lua\n>> {{h}}\n> {% let x = `{{i}}`; %}\n';
    const found = checkVariables(parseText(text), await prepareContext());
    assert.deepEqual(
      found.map(({ code, args, range }) => [code, args[0], range.line]),
      ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name, index) => {
        return ['WB2001', name, [2, 3, 4, 4, 7, 7, 8, 9][index]];
      }),
    );
  });

  test('WB2019 gives the pattern of Day.js for one of .NET', async () => {
    const text =
      'GET http://a/{{$datetime "dd.MM.yyyy HH:mm:ss.fff tt"}}/{{$datetime "DD MM YYYY"}}';
    const found = checkVariables(parseText(text), await prepareContext());
    assert.deepEqual(
      found.map(({ code, args, range }) => [code, args[0], range.column]),
      [['WB2019', 'DD.MM.YYYY HH:mm:ss.SSS A', 14]],
    );
  });

  test("say nothing of other tools' requests", async () => {
    const file = parseText('GRPC {{missing}}/x');
    assert.deepEqual(checkVariables(file, await prepareContext()), []);
  });

  test('WB3004 when the chosen environment is in no file', async () => {
    const files = { 'http-client.env.json': '{ "dev": {}, "prod": {} }' };
    const file = parseText('GET http://a');
    const at = async (environment: string | null) =>
      checkEnvironment(file, await prepareContext(files, { environment }));
    assert.equal((await at('staging'))[0]?.code, 'WB3004');
    assert.match((await at('staging'))[0]?.message ?? '', /"staging".*dev, prod/);
    assert.deepEqual(await at('dev'), []);
    assert.deepEqual(await at(null), []);
  });
});
