/** An answer of one of the services that is not a success. */
export class ServiceException extends Error {
  readonly status: number;

  /**
   * @param name - The exception's name, as the service model has it.
   * @param status - Its HTTP status; 400 is that of nearly all exceptions of AWS JSON services.
   */
  constructor(name: string, message: string, status = 400) {
    super(message);
    this.name = name;
    this.status = status;
  }
}
