import { createHash } from 'node:crypto';
import { imageBuilderException } from './exceptions.ts';

/**
 * The token that continues a listing after the item of this sequence number. It names an item and
 * not a position, so deleting pipelines between two pages neither repeats nor skips any.
 *
 * @param listing what is listed (account, Region, filters): a token is good for no other listing
 */
export const paginationToken = (after: number, listing: unknown): string =>
  Buffer.from(`${after}.${digest(listing)}`).toString('base64url');

/**
 * The sequence number that a token of this very listing continues after.
 *
 * @throws ServiceException InvalidPaginationTokenException for anything else
 */
export const readPaginationToken = (token: string, listing: unknown): number => {
  const after = Number(Buffer.from(token, 'base64url').toString('latin1').split('.')[0]);
  if (Number.isSafeInteger(after) && paginationToken(after, listing) === token) return after;
  throw imageBuilderException(
    'InvalidPaginationTokenException',
    'The pagination token is not valid for this request.',
  );
};

const digest = (listing: unknown): string =>
  createHash('sha256').update(JSON.stringify(listing)).digest('hex');
