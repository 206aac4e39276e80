/** An answer of STS that is not a success. */
export class StsException extends Error {
  readonly status: number;

  /** @param name - The code, as STS writes it into the XML. */
  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}
