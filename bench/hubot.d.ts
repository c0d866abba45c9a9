/** The few parts of Hubot the benchmark uses; Hubot has no types of its own. */
declare module 'hubot' {
  export class Adapter {
    constructor(robot: Robot);
  }
  export class User {
    constructor(id: string, options: { readonly name: string; readonly room: string });
  }
  export class TextMessage {
    constructor(user: User, text: string, id: string);
  }
  export class Robot {
    constructor(adapter: string, httpd: boolean, name: string);
    adapter: Adapter;
    respond(pattern: RegExp, options: { readonly id: string }, callback: () => void): void;
    receive(message: TextMessage): Promise<unknown>;
  }
}
