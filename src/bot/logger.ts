/** One level of a structured logger: fields first, then one short sentence. */
type LogMethod = (fields: Readonly<Record<string, unknown>>, message: string) => void;

/** What the parts of the program log through. pino fits it; secrets and the texts people type are never logged. */
export interface Logger {
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warn: LogMethod;
  readonly error: LogMethod;
}
