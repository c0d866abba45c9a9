// What `--help` prints. Plain JavaScript, since a Node too old for the program prints it too.
export const usage = `mdaemon-bot answers for the people who run MDaemon mail servers, and reminds them.

  mdaemon-bot                              a prompt, or the chats whose tokens are in the settings
  mdaemon-bot ports imap                   one answer; any command or question will do
  mdaemon-bot help                         the commands; \`help ports\` explains one
  mdaemon-bot check mail.example.org       look at a server from here
  mdaemon-bot < commands.txt               one command a line
  mdaemon-bot ask --jsonl < questions.txt  one question a line, one JSON object an answer
  mdaemon-bot mcp                          tools for an assistant, over standard input and output
  mdaemon-bot discord invite               the link that adds the bot to a server
  mdaemon-bot doctor                       look at all it rests on: tokens, store, clock, channels
  mdaemon-bot discord register             register its commands; \`unregister\` takes them back

Options
  --json            answers as JSON
  --terminal        the prompt, although chats are set up
  --env-file PATH   settings from this file
  -h, --help        this page
  -V, --version     the version

Exit status
  0   answered, or done                1   a fault of mine or of the system
  2   not understood                   3   nothing known
  4   \`check\` or \`doctor\` says no      5   \`check\` or \`doctor\` cannot tell
  78  settings that cannot be used

Without an installation: npx mdaemon-bot ports imap. From a checkout: npm run -s mdaemon -- ports imap.
`;
