import type { ComponentChildren } from 'preact'
import { useMemo } from 'preact/hooks'
import { readDocuments } from '../../../formats/text/documents.ts'
import { ByteWriter } from '../../../json/byte-writer.ts'
import type { JsonNode } from '../../../json/node.ts'
import { writePretty } from '../../../json/print.ts'
import type { ObjectTag } from '../../../model/label-config.ts'
import { dataOfObject, isAudioTag, isImageTag, isTextTag, isVideoTag, mediaOf, objectNames } from '../../../model/media.ts'
import { AudioDrawing, type AudioEditing } from './audio-drawing.tsx'
import { ImageDrawing, type Stage } from './image-drawing.tsx'
import type { Scene } from './scene.ts'
import { SeriesDrawing } from './series-drawing.tsx'
import { TextDrawing } from './text-drawing.tsx'
import { VideoDrawing } from './video-drawing.tsx'

/** What the editor adds to drawings. */
export interface Editing {
  onImage(objectName: string, stage: Stage): ComponentChildren
  onAudio(objectName: string): AudioEditing
}

interface Props {
  readonly scene: Scene
  readonly editing?: Editing
}

/** Everything that a task shows, in the order of the config, with the regions on it. */
export function TaskDrawing({ scene, editing }: Props) {
  const { task, config } = scene
  const objects = config.objects.filter(({ dataPath }) => dataPath !== '')
  if (objects.length === 0) return <PlainData data={task.data} />
  return (
    <>
      {objects.flatMap((object) =>
        objectNames(task, config, object).map((name) => (
          <ObjectDrawing key={name} scene={scene} object={object} name={name} {...(editing && { editing })} />
        )),
      )}
    </>
  )
}

interface ObjectProps extends Props {
  readonly object: ObjectTag
  /** The object's own, where it is repeated. */
  readonly name: string
}

function ObjectDrawing({ scene, object, name, editing }: ObjectProps) {
  const { task, config } = scene
  const { tag } = object
  const data = dataOfObject(task, config, name)
  if (data === undefined || data.isNull()) return <NothingToShow object={object} name={name} />
  if (isImageTag(tag)) {
    const pages = mediaOf(task, config, isImageTag).filter(({ objectName }) => objectName === name)
    if (pages.length > 0)
      return <ImageDrawing scene={scene} pages={pages} {...(editing && { overlay: (stage) => editing.onImage(name, stage) })} />
  }
  const media = mediaOf(task, config, (one) => isAudioTag(one) || isVideoTag(one)).find(({ objectName }) => objectName === name)
  if (media !== undefined && isAudioTag(tag))
    return <AudioDrawing scene={scene} media={media} {...(editing && { editing: editing.onAudio(name) })} />
  if (media !== undefined && isVideoTag(tag)) return <VideoDrawing scene={scene} media={media} />
  if (tag === 'TimeSeries') return <SeriesDrawing scene={scene} object={object} objectName={name} data={data} />
  return isTextTag(tag) ? (
    <TextOfObject scene={scene} object={object} name={name} />
  ) : (
    <OtherObject name={name} tag={tag} data={data} />
  )
}

function TextOfObject({ scene, object, name }: Omit<ObjectProps, 'editing'>) {
  const { task, config } = scene
  const document = useMemo(
    () => readDocuments(task, config).documents.find(({ objectName }) => objectName === name),
    [task, config],
  )
  if (document !== undefined) return <TextDrawing scene={scene} document={document} tag={object.tag} />
  return <OtherObject name={name} tag={object.tag} data={dataOfObject(task, config, name)} />
}

function NothingToShow({ object, name }: Pick<ObjectProps, 'object' | 'name'>) {
  return (
    <p class="note">
      {object.tag} {name} shows <code>${object.dataPath}</code>, and the task has none.
    </p>
  )
}

interface OtherProps {
  readonly name: string
  readonly tag: string
  readonly data: JsonNode | undefined
}

/** What there is no drawing of. */
function OtherObject({ name, tag, data }: OtherProps) {
  return (
    <section class="drawing" aria-label={`${tag} ${name}`}>
      <p class="muted small">
        {tag} {name}
      </p>
      <PlainData data={data} />
    </section>
  )
}

export function PlainData({ data }: { readonly data: JsonNode | undefined }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it
    <pre class="raw" tabIndex={0}>
      {data === undefined ? 'no data' : (data.string() ?? printPretty(data))}
    </pre>
  )
}

function printPretty(node: JsonNode): string {
  const writer = new ByteWriter()
  writePretty(writer, node)
  return new TextDecoder().decode(writer.take())
}
