/** The few parts the pictures use, so that types are checked where the packages are not installed. */
declare module '@odiffey/discord-markdown' {
  export function toHTML(
    markdown: string,
    options?: {
      readonly discordCallback?: {
        readonly timestamp?: (node: { readonly timestamp: string; readonly style?: string }) => string;
        readonly user?: (node: { readonly id: string }) => string;
      };
    },
  ): string;
}

declare module 'playwright-core' {
  interface Page {
    goto(url: string): Promise<unknown>;
    waitForTimeout(ms: number): Promise<void>;
    screenshot(options: {
      readonly path: string;
      readonly clip: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
    }): Promise<unknown>;
    setViewportSize(size: { readonly width: number; readonly height: number }): Promise<void>;
    locator(selector: string): Locator;
  }
  interface Locator {
    screenshot(options: { readonly path: string }): Promise<unknown>;
    last(): Locator;
    boundingBox(): Promise<{ readonly y: number; readonly height: number } | null>;
  }
  interface Context {
    newPage(): Promise<Page>;
    close(): Promise<void>;
  }
  export const chromium: {
    launchPersistentContext(
      userDataDir: string,
      options: {
        readonly executablePath: string;
        readonly args: readonly string[];
        readonly deviceScaleFactor: number;
        readonly viewport: { readonly width: number; readonly height: number };
      },
    ): Promise<Context>;
  };
}
