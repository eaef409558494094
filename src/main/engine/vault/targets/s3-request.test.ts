import { AwsV4Signer } from 'aws4fetch';
import { expect, test } from 'vitest';
import { bucketUrlOf } from './s3-request.ts';

const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const WELCOME = '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072';

type Example = {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signature: string;
};

/** Amazon S3 API reference, "Signature Calculations for the Authorization Header: Examples". */
const EXAMPLES: readonly Example[] = [
  {
    name: 'GET of a range',
    method: 'GET',
    path: 'test.txt',
    headers: { range: 'bytes=0-9', 'x-amz-content-sha256': EMPTY },
    signature: 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  },
  {
    name: 'PUT',
    method: 'PUT',
    path: 'test$file.text',
    headers: {
      date: 'Fri, 24 May 2013 00:00:00 GMT',
      'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      'x-amz-content-sha256': WELCOME,
    },
    signature: '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd',
  },
  {
    name: 'GET of a bucket’s lifecycle',
    method: 'GET',
    path: '?lifecycle',
    headers: { 'x-amz-content-sha256': EMPTY },
    signature: 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  },
  {
    name: 'list',
    method: 'GET',
    path: '?max-keys=2&prefix=J',
    headers: { 'x-amz-content-sha256': EMPTY },
    signature: '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  },
];

test.each(EXAMPLES)('$name is signed as Amazon writes it down', async (example) => {
  const signer = new AwsV4Signer({
    method: example.method,
    url: `https://examplebucket.s3.amazonaws.com/${example.path}`,
    headers: example.headers,
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    service: 's3',
    region: 'us-east-1',
    datetime: '20130524T000000Z',
    allHeaders: true,
  });
  const { headers } = await signer.sign();
  expect(headers.get('authorization')).toMatch(new RegExp(`Signature=${example.signature}$`));
});

test('a bucket is a path or a host name', () => {
  const place = { endpoint: 'https://s3.example.org/base/', region: 'r', bucket: 'b', accessKeyId: 'a' };
  expect(bucketUrlOf({ ...place, isPathStyle: true }).href).toBe('https://s3.example.org/base/b');
  expect(bucketUrlOf(place).href).toBe('https://b.s3.example.org/base/');
});
