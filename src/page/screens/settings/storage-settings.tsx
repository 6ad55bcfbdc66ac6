import { useResource } from '../../api/resource.ts'
import { listStorages, type Storage, type StorageSide, syncStorage } from '../../api/storages.ts'
import { printAgo } from '../../parts/numbers.ts'
import { ProblemNote } from '../../parts/problem-note.tsx'
import { WhenLoaded } from '../../parts/when-loaded.tsx'
import { useSaving } from './use-saving.ts'

/** Where tasks come from and annotations go. */
export function StorageSettings({ project }: { readonly project: number }) {
  return (
    <section>
      <h2>Storages</h2>
      <p class="muted small">
        They are added with the API, as in Label Studio: <code>POST /api/storages/s3</code>, <code>/localfiles</code> and their{' '}
        <code>export</code> forms.
      </p>
      <StorageList project={project} side="import" title="Sources" />
      <StorageList project={project} side="export" title="Targets" />
    </section>
  )
}

interface ListProps {
  readonly project: number
  readonly side: StorageSide
  readonly title: string
}

function StorageList({ project, side, title }: ListProps) {
  const loaded = useResource(`${side} ${project}`, (signal) => listStorages(project, side, signal))
  const { problem, isSaving, save } = useSaving(loaded.reload)
  return (
    <>
      <h3>{title}</h3>
      {problem && <ProblemNote problem={problem} />}
      <WhenLoaded of={loaded}>
        {(storages) =>
          storages.length === 0 ? (
            <p class="muted">None.</p>
          ) : (
            <ul class="settings-list">
              {storages.map((storage) => (
                <li key={storage.id}>
                  <span>
                    {nameOf(storage)} <span class="muted small">{stateOf(storage)}</span>
                  </span>
                  <button
                    type="button"
                    disabled={isSaving}
                    onClick={() => save(() => syncStorage(side, storage), `${nameOf(storage)} synchronised`)}
                  >
                    Synchronise now
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </WhenLoaded>
    </>
  )
}

function nameOf({ title, path, bucket, prefix }: Storage): string {
  const place = path ?? `s3://${bucket ?? ''}/${prefix ?? ''}`
  return title === undefined || title === '' ? place : `${title} (${place})`
}

function stateOf({ status, last_sync, last_sync_count: count = 0 }: Storage): string {
  return last_sync === undefined ? status : `${status}, ${count} at the last time, ${printAgo(new Date(last_sync))}`
}
