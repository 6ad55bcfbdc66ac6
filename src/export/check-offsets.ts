import type { Report } from '../model/issue.ts'
import type { LabelConfig } from '../model/label-config.ts'
import { dataOfObject } from '../model/media.ts'
import type { Span } from '../model/shape.ts'
import { type Annotation, placeOf, type RawResult, type Region, type Task } from '../model/task.ts'
import { placeSpans } from '../model/text-offsets.ts'

/** Reports text spans whose offsets do not lead to the text they claim: whoever reads the output will stumble over them. */
export function checkOffsets(task: Task, annotations: readonly Annotation[], config: LabelConfig, report: Report): void {
  for (const annotation of annotations) {
    if (!annotation.results.some(hasStart)) continue // regions are read on demand: where none can be a span, they need not be
    const byObject = new Map<string, { region: Region; span: Span }[]>()
    for (const region of annotation.regions) {
      if (region.shape.kind !== 'span') continue
      const found = byObject.get(region.toName) ?? []
      found.push({ region, span: region.shape })
      byObject.set(region.toName, found)
    }
    for (const [objectName, found] of byObject) {
      const text = dataOfObject(task, config, objectName)?.string()
      if (text === undefined) continue
      const placed = placeSpans(
        text,
        found.map(({ span }) => span),
      )
      for (const [k, { region, span }] of found.entries())
        if (placed[k] === undefined || placed[k].agrees === false)
          report.add('offset-mismatch', placeOf(task, annotation, region), {
            start: span.start,
            end: span.end,
            text: span.text ?? '',
          })
    }
  }
}

function hasStart({ value }: RawResult): boolean {
  return value?.get('start') !== undefined
}
