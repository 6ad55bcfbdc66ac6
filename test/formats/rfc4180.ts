/** Rows of an RFC 4180 table, read by the letter: CRLF ends a row, nothing but a quote leaves a quoted cell. */
export function readRows(text: string, separator: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  for (let at = 0; at < text.length; ) {
    let cell = ''
    if (text[at] === '"') {
      for (at++; ; at++) {
        if (at >= text.length) throw new Error('a quoted cell has no end')
        if (text[at] !== '"') cell += text[at]
        else if (text[at + 1] === '"') cell += text[at++]
        else break
      }
      at++
    } else while (at < text.length && text[at] !== separator && text[at] !== '\r') cell += text[at++]
    row.push(cell)
    if (text[at] === separator) at++
    else if (text[at] === '\r' && text[at + 1] === '\n') {
      rows.push(row)
      row = []
      at += 2
    } else throw new Error(`neither ${JSON.stringify(separator)} nor CRLF at ${at}`)
  }
  if (row.length > 0) throw new Error('the last row has no CRLF')
  return rows
}

/** Rows by the names of the header. */
export function readTable(text: string, separator: string): Record<string, string>[] {
  const [header = [], ...rows] = readRows(text, separator)
  return rows.map((row) => {
    if (row.length !== header.length) throw new Error(`${row.length} cells under ${header.length} columns`)
    return Object.fromEntries(row.map((cell, column) => [header[column]!, cell]))
  })
}
