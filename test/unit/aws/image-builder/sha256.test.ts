import { Sha256 as PlainSha256 } from '@aws-crypto/sha256-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Sha256 } from '../../../../src/aws/image-builder/sha256.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const digestOf = (parts: readonly Parameters<Sha256['update']>[0][], secret?: string) => {
  const hash = secret === undefined ? new Sha256() : new Sha256(secret);
  for (const part of parts) hash.update(part);
  return hash.digest();
};

describe('SHA-256', () => {
  it.each([
    // FIPS 180-4's examples, then test cases 2 and 6 of RFC 4231.
    ['abc', undefined, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['', undefined, 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [
      'what do ya want for nothing?',
      'Jefe',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
  ])('of %j under %j is %s', async (text, secret, digest) => {
    expect(hex(await digestOf([text], secret))).toBe(digest);
  });

  it('under a key longer than a block is that of RFC 4231, test case 6', async () => {
    const hash = new Sha256(new Uint8Array(131).fill(0xaa));
    hash.update('Test Using Larger Than Block-Size Key - Hash Key First');
    expect(hex(await hash.digest())).toBe(
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    );
  });

  it('is that of another implementation, for any key and any data in any number of parts', async () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 });
    await fc.assert(
      fc.asyncProperty(
        fc.option(bytes, { nil: undefined }),
        fc.array(bytes),
        async (key, parts) => {
          const [ours, theirs] = [new Sha256(key), new PlainSha256(key)];
          for (const part of parts) {
            ours.update(part);
            theirs.update(part);
          }
          expect(hex(await ours.digest())).toBe(hex(await theirs.digest()));
        },
      ),
    );
  });

  it('takes bytes in whatever holds them, as key and as data', async () => {
    const bytes = new TextEncoder().encode('..secret..');
    const held = [
      'secret',
      bytes.slice(2, 8),
      bytes.slice(2, 8).buffer,
      bytes.subarray(2, 8),
      new DataView(bytes.buffer, 2, 6),
    ];
    const digests = held.map(async (data) => {
      const hash = new Sha256(data);
      hash.update(data);
      return hex(await hash.digest());
    });
    expect(new Set(await Promise.all(digests)).size).toBe(1);
  });

  it.each([undefined, 'secret'])('begins again when it is reset, under %j', async (secret) => {
    const hash = new Sha256(secret);
    hash.update('something else');
    hash.reset();
    hash.update('abc');
    expect(hex(await hash.digest())).toBe(hex(await digestOf(['abc'], secret)));
  });
});
