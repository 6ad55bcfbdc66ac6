export type Cell = string | number

/** A table as RFC 4180 has it. */
export function printCsv(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [head, ...rows].map((cells) => `${cells.map(printCell).join(',')}\r\n`).join('')
}

/** A title in the name of a file. */
export function fileNameOf(title: string): string {
  return title.toLowerCase().replace(/\W+/g, '-')
}

/** Gives a text to the browser as a file. */
export function saveText(name: string, type: string, text: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}

/** An SVG that can stand alone: dark on white, whatever the theme. */
export function printSvg(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true)
  if (copy instanceof SVGSVGElement) {
    copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
    copy.setAttribute('style', 'background: white; color: #1c1d1f; font: 12px sans-serif')
  }
  return new XMLSerializer().serializeToString(copy)
}

function printCell(cell: Cell): string {
  const text = String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
