import { exceptionStatus } from './exceptions.ts';

/** An HTTP answer before it is sent: everything but `content-length` and the connection's headers. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The answer of an operation that succeeded, as restJson1 wants it. */
export const jsonAnswer = (status: number, document: object): Answer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(document),
});

/**
 * An exception as restJson1 wants it: its name in `x-amzn-errortype`, `{"message": "…"}` as body.
 *
 * @param status the name's own status when left out
 */
export const exceptionAnswer = (
  name: string,
  message: string,
  status = exceptionStatus(name),
): Answer => {
  const answer = jsonAnswer(status, { message });
  return { ...answer, headers: { ...answer.headers, 'x-amzn-errortype': name } };
};
