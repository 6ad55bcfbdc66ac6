/** What a page may import: the conversion, the table of formats, and the words of its report. */

export type { Inspection } from '../export/inspect.ts'
export type { Progress } from '../export/meter.ts'
export { SELECTION } from '../export/selection.ts'
export type { AnyFormat, OptionDefinition, OptionTable, OptionValue } from '../formats/format.ts'
export { findFormat, formats } from '../formats/index.ts'
export { GoldpanError, printWhere, type Where } from '../model/error.ts'
export { ISSUES, type Issue, printHint, printMessage } from '../model/issue.ts'
export type { Audience } from '../model/wording.ts'
export { type BrowserRequest, type BrowserResult, convert } from './convert.ts'
export { inspect } from './inspect.ts'
export type { DirectoryHandle } from './sinks.ts'
