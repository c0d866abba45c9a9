// Preloaded into the contenders: says how much processor time the process has used, whenever asked.
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
process.channel?.unref();
