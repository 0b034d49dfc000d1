import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { awsAuthorization, awsPlaceOf } from '../../../src/core/auth/awsSignature.ts';
import type { AwsScope } from '../../../src/core/auth/awsSignature.ts';
import type { HeaderField } from '../../../src/core/wire/wireFacts.ts';

const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
/** The scope of AWS's published test suite. */
const suite: AwsScope = {
  accessKey: 'AKIDEXAMPLE',
  secretKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
  service: 'service',
  date: '20150830T123600Z',
};
const suiteHeaders: HeaderField[] = [
  ['Host', 'example.amazonaws.com'],
  ['X-Amz-Date', '20150830T123600Z'],
];

const signatureOf = (
  method: string,
  url: string,
  headers: HeaderField[] = suiteHeaders,
  scope: AwsScope = suite,
  bodyHash = emptyHash,
): string =>
  /Signature=(.*)$/.exec(awsAuthorization({ method, url, headers, bodyHash }, scope))?.[1] ?? '';

describe('AWS Signature Version 4', () => {
  const origin = 'https://example.amazonaws.com';
  const vectors: [name: string, method: string, url: string, signature: string][] = [
    [
      'get-vanilla',
      'GET',
      `${origin}/`,
      '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    ],
    [
      'post-vanilla',
      'POST',
      `${origin}/`,
      '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    ],
    [
      'get-vanilla-query-order-key-case',
      'GET',
      `${origin}/?Param2=value2&Param1=value1`,
      'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    ],
  ];
  for (const [name, method, url, signature] of vectors) {
    test(`${name} of the published vectors`, () => {
      assert.equal(signatureOf(method, url), signature);
    });
  }

  test('the published IAM example, whole', () => {
    const authorization = awsAuthorization(
      {
        method: 'GET',
        url: 'https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08',
        headers: [
          ['content-type', 'application/x-www-form-urlencoded; charset=utf-8'],
          ['host', 'iam.amazonaws.com'],
          ['x-amz-date', '20150830T123600Z'],
        ],
        bodyHash: emptyHash,
      },
      { ...suite, service: 'iam' },
    );
    assert.equal(
      authorization,
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, ' +
        'SignedHeaders=content-type;host;x-amz-date, ' +
        'Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
    );
  });

  test('the published S3 example with a range', () => {
    const hash = emptyHash;
    assert.equal(
      signatureOf(
        'GET',
        'https://examplebucket.s3.amazonaws.com/test.txt',
        [
          ['Host', 'examplebucket.s3.amazonaws.com'],
          ['Range', 'bytes=0-9'],
          ['x-amz-content-sha256', hash],
          ['x-amz-date', '20130524T000000Z'],
        ],
        {
          accessKey: 'AKIAIOSFODNN7EXAMPLE',
          secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
          region: 'us-east-1',
          service: 's3',
          date: '20130524T000000Z',
        },
      ),
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    );
  });

  test('hosts of AWS name service and region', () => {
    const places: [host: string, service: string, region: string][] = [
      ['sqs.eu-west-1.amazonaws.com', 'sqs', 'eu-west-1'],
      ['iam.amazonaws.com', 'iam', 'us-east-1'],
      ['bucket.s3.amazonaws.com', 's3', 'us-east-1'],
      ['bucket.s3.eu-north-1.amazonaws.com', 's3', 'eu-north-1'],
      ['s3-us-west-2.amazonaws.com', 's3', 'us-west-2'],
      ['abc.execute-api.ap-southeast-1.amazonaws.com', 'execute-api', 'ap-southeast-1'],
      ['ec2.cn-north-1.amazonaws.com.cn', 'ec2', 'cn-north-1'],
      ['search-x.us-east-1.es.amazonaws.com', 'es', 'us-east-1'],
      ['abc.lambda-url.eu-west-1.on.aws', 'lambda', 'eu-west-1'],
    ];
    for (const [host, service, region] of places) {
      assert.deepEqual(awsPlaceOf(host), { service, region }, host);
    }
    assert.equal(awsPlaceOf('localhost'), null);
  });
});
