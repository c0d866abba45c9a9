// What `--help` prints. Plain JavaScript, since a Node too old for the program prints it too.
export const usage = `mdaemon-bot answers questions about MDaemon mail servers and keeps reminders.

  mdaemon-bot                         open a prompt, or serve the chats set up
  mdaemon-bot ports imap              answer once: any command, or a question
  mdaemon-bot help                    list the commands, or explain one
  mdaemon-bot check mail.example.org  look at a server from this machine
  mdaemon-bot doctor                  check tokens, store, clock and channels
  mdaemon-bot backup FOLDER           copy the store, even while the bot runs
  mdaemon-bot restore FILE            restore a backup; stop the bot first
  mdaemon-bot < commands.txt          answer one command a line
  mdaemon-bot ask --jsonl < questions.txt
                                      answer one question a line, as JSON
  mdaemon-bot mcp                     serve an assistant over standard input
  mdaemon-bot discord invite          print the link that adds the bot
  mdaemon-bot discord register        register its commands, or \`unregister\`
  mdaemon-bot completion bash         set up Tab: bash, zsh, fish, powershell

Options
  --json            answer as JSON
  --terminal        open the prompt even if chats are set up
  --env-file PATH   read settings from this file
  -h, --help        show this page
  -V, --version     show the version

Exit status
  0   answered, or done             1   the bot or the system failed
  2   not understood                3   not known
  4   \`check\` or \`doctor\` says no   5   \`check\` or \`doctor\` cannot tell
  78  settings that cannot be used

Without installing: npx mdaemon-bot ports imap
From a checkout:    npm run -s mdaemon -- ports imap
`;
