import os from 'node:os'

/**
 * What the figures depend on.
 *
 * @returns {{ cores: number, processor: string, memory: number, system: string, node: string, load: number }} memory in bytes
 */
export function describeMachine() {
  const processors = os.cpus()
  return {
    cores: os.availableParallelism(),
    processor: processors[0]?.model.trim() ?? 'unknown',
    memory: os.totalmem(),
    system: `${os.type()} ${os.release().split('-')[0]}`,
    node: process.version.slice(1),
    load: Math.round(os.loadavg()[0] * 10) / 10,
  }
}
