// What the tests ask of the page: all results as plain data, bytes as base64.

/** Workers started so far. */
let started = 0
const { Worker } = globalThis
globalThis.Worker = class extends Worker {
  constructor(...args) {
    super(...args)
    started++
  }
}

globalThis.convertChosen = async ({ input, cancels, intoFolder, intoStream, module = '/goldpan.js', ...request }) => {
  const { convert } = await import(module)
  const files = [...document.querySelector(`#${input}`).files]
  const before = started
  const steps = []
  const controller = new AbortController()
  const folder = intoFolder && (await newFolder(intoFolder))
  const gathered = []
  const stream = intoStream && new WritableStream({ write: (bytes) => void gathered.push(bytes) })
  try {
    const { output, report, damages, written, ...counts } = await convert({
      ...request,
      files,
      into: folder || stream,
      signal: controller.signal,
      onProgress: (progress) => {
        steps.push(progress)
        if (cancels) controller.abort()
      },
    })
    const whole = stream ? new File(gathered, 'stream') : output
    return {
      name: output?.name,
      output: whole && (await base64(whole)),
      report: await report.text(),
      damages: damages.map(plain),
      written: Object.fromEntries(written),
      tasksRead: counts.tasksRead,
      steps,
      workers: started - before,
      folder: folder && (await listFolder(folder)),
    }
  } catch (error) {
    return { error: plain(error), folder: folder && (await listFolder(folder)) }
  }
}

function plain({ name, code, message, hint, where }) {
  return { name, code, message, hint, where }
}

async function base64(blob) {
  const url = await new Promise((resolve) => {
    const reader = new FileReader()
    reader.onload = () => resolve(reader.result)
    reader.readAsDataURL(blob)
  })
  return url.slice(url.indexOf(',') + 1)
}

async function newFolder(name) {
  const root = await navigator.storage.getDirectory()
  return root.getDirectoryHandle(name, { create: true })
}

async function listFolder(folder, path = '') {
  const files = {}
  for await (const [name, handle] of folder.entries())
    if (handle.kind === 'file') files[path + name] = await base64(await handle.getFile())
    else Object.assign(files, await listFolder(handle, `${path + name}/`))
  return files
}
