import { createHash, createHmac, createSecretKey } from 'node:crypto';

type Hash = ReturnType<typeof createHash> | ReturnType<typeof createHmac>;

/** What the SDK hands over to be hashed, or as the key of a keyed hash. */
type Data = string | ArrayBuffer | ArrayBufferView;

/**
 * SHA-256, keyed (HMAC, RFC 2104) where there is a secret: what the SDK signs its requests with.
 *
 * It is Node.js's own. In place of the SDK's it gives a key of bytes to Node.js as a `KeyObject`:
 * given as bytes, a key costs an exception inside of `createHmac`, and four times as long. The
 * measurements stand in DECISIONS.md.
 *
 * @example
 * new ImagebuilderClient({ sha256: Sha256 });
 */
export class Sha256 {
  readonly #secret: Data | undefined;
  #hash: Hash;

  constructor(secret?: Data) {
    this.#secret = secret;
    this.#hash = begun(secret);
  }

  update(data: Data): void {
    this.#hash.update(textOrBytes(data));
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }

  reset(): void {
    this.#hash = begun(this.#secret);
  }
}

const begun = (secret: Data | undefined): Hash => {
  if (secret === undefined) return createHash('sha256');
  const key = textOrBytes(secret);
  return createHmac('sha256', typeof key === 'string' ? key : createSecretKey(key));
};

const textOrBytes = (data: Data): string | Uint8Array => {
  if (typeof data === 'string' || data instanceof Uint8Array) return data;
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
};
