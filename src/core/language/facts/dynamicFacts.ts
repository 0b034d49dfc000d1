import { madeUpNames } from '../../variables/madeUp/madeUp.ts';

/** A dynamic variable: how it is completed (snippet syntax), and what it stands for. */
export interface DynamicFact {
  insert: string;
  sentence: string;
}

const of = (insert: string, sentence: string): DynamicFact => ({ insert, sentence });

/** Dynamic variables that have a value, by name. */
export const dynamicFacts: Readonly<Record<string, DynamicFact>> = {
  $guid: of('$guid', 'A random UUID (version 4).'),
  $uuid: of('$uuid', 'A random UUID (version 4).'),
  '$random.uuid': of('$random.uuid', 'A random UUID (version 4).'),
  $timestamp: of('$timestamp', 'Seconds since 1970, with an offset such as -3 h.'),
  $isoTimestamp: of('$isoTimestamp', 'The time in UTC as ISO 8601, with an offset such as -3 h.'),
  $datetime: of(
    '$datetime ${1|iso8601,rfc1123,"YYYY-MM-DD HH:mm:ss"|}',
    'The time in UTC as text, also by a pattern of Day.js.',
  ),
  $localDatetime: of(
    '$localDatetime ${1|iso8601,rfc1123,"YYYY-MM-DD HH:mm:ss"|}',
    'The local time as text, also by a pattern of Day.js.',
  ),
  $date: of('$date', 'The local date, with an offset such as -1 d.'),
  $randomInt: of('$randomInt ${1:0} ${2:1000}', 'A random number, the upper bound excluded.'),
  '$random.integer': of('$random.integer(${1:0}, ${2:1000})', 'A random whole number.'),
  '$random.float': of('$random.float(${1:0}, ${2:1})', 'A random number.'),
  '$random.alphabetic': of('$random.alphabetic(${1:8})', 'Random letters.'),
  '$random.alphanumeric': of('$random.alphanumeric(${1:8})', 'Random letters and digits.'),
  '$random.hexadecimal': of('$random.hexadecimal(${1:8})', 'Random hexadecimal digits.'),
  '$random.email': of('$random.email', 'A random address at example.com.'),
  ...Object.fromEntries(
    madeUpNames.map((name) => [
      `$random.${name}`,
      of(`$random.${name}`, 'A value that is made up.'),
    ]),
  ),
  $processEnv: of('$processEnv ${1:NAME}', 'A variable of the process, in trusted workspaces.'),
  $dotenv: of('$dotenv ${1:NAME}', 'A variable of a .env file.'),
  $shared: of('$shared ${1:name}', 'A variable that holds in all environments.'),
  $exampleServer: of('$exampleServer', 'The demo server of Wirebook: localhost:8080.'),
  $projectRoot: of('$projectRoot', 'The folder of the workspace.'),
  $historyFolder: of('$historyFolder', 'The folder in which JetBrains keeps responses.'),
  $secret: of('$secret ${1:name}', 'A secret from the secret storage; it is masked.'),
  $input: of('$input ${1:question}', 'Asks for a text before sending.'),
  $password: of('$password ${1:question}', 'Asks for a password before sending; it is masked.'),
  $pick: of('$pick ${1:question} \\$value: ${2:one, two}', 'Asks for a choice before sending.'),
  '$auth.token': of(
    '$auth.token("${1:id}")',
    'A token of OAuth 2, as the environment describes it.',
  ),
  '$auth.idToken': of(
    '$auth.idToken("${1:id}")',
    'An ID token of OAuth 2, as the environment describes it.',
  ),
  $oidcAccessToken: of(
    '$oidcAccessToken clientId:${1:id} authorizeEndpoint:${2:url} tokenEndpoint:${3:url}',
    'A token of OpenID Connect, got in the browser.',
  ),
  $aadV2Token: of(
    '$aadV2Token scopes:${1:User.Read} tenantId:${2:tenant} clientId:${3:id}',
    'A token of Microsoft Entra ID.',
  ),
};
