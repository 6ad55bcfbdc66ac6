import type { ComponentType } from 'preact'
import { useEffect } from 'preact/hooks'
import { useResource } from './api/resource.ts'
import { session, signOut } from './api/session.ts'
import { ProblemNote } from './parts/problem-note.tsx'
import { Toasts } from './parts/toasts.tsx'
import { WhenLoaded } from './parts/when-loaded.tsx'
import { match, place } from './router.ts'
import { SignIn } from './screens/sign-in.tsx'
import { nextTheme, theme } from './theme.ts'

export interface ScreenProps {
  /** What stands in the path in place of `:project` and the like. */
  readonly parameters: Readonly<Record<string, string>>
}

interface Screen {
  readonly path: string
  readonly title: string
  /** May be seen without signing in. */
  readonly isPublic?: boolean
  /** Loaded when somebody goes there. */
  load(): Promise<ComponentType<ScreenProps>>
}

/** Every screen there is. */
const SCREENS: readonly Screen[] = [
  {
    path: '/projects',
    title: 'Projects',
    load: async () => (await import('./screens/projects/projects-screen.tsx')).ProjectsScreen,
  },
  {
    path: '/projects/:project',
    title: 'Data',
    load: async () => (await import('./screens/data/data-screen.tsx')).DataScreen,
  },
  {
    path: '/projects/:project/tasks/:task/edit',
    title: 'Label',
    load: async () => (await import('./screens/edit/edit-screen.tsx')).EditScreen,
  },
  {
    path: '/projects/:project/tasks/:task',
    title: 'Task',
    load: async () => (await import('./screens/task/task-screen.tsx')).TaskScreen,
  },
  {
    path: '/projects/:project/dashboard',
    title: 'Dashboard',
    load: async () => (await import('./screens/dashboard/dashboard-screen.tsx')).DashboardScreen,
  },
  {
    path: '/projects/:project/settings',
    title: 'Settings',
    load: async () => (await import('./screens/settings/settings-screen.tsx')).SettingsScreen,
  },
  {
    path: '/export',
    title: 'Export',
    load: async () => (await import('./screens/export/choose-project-screen.tsx')).ChooseProjectScreen,
  },
  {
    path: '/projects/:project/export',
    title: 'Export',
    load: async () => (await import('./screens/export/export-screen.tsx')).ExportScreen,
  },
  {
    path: '/convert',
    title: 'Convert',
    isPublic: true,
    load: async () => (await import('./screens/convert/convert-screen.tsx')).ConvertScreen,
  },
]

export function App() {
  const { path } = place.value
  const wanted = path === '/' ? '/projects' : path
  const screen = SCREENS.find((one) => match(one.path, wanted) !== undefined)
  useEffect(() => {
    document.title = screen === undefined ? 'Goldpan' : `${screen.title} – Goldpan`
  }, [screen])
  return (
    <>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Header path={wanted} />
      <main id="main" tabIndex={-1}>
        <Content screen={screen} path={wanted} />
      </main>
      <Toasts />
    </>
  )
}

function Header({ path }: { readonly path: string }) {
  const isHere = (part: string) => (path === part || path.startsWith(`${part}/`) ? 'page' : undefined)
  return (
    <header class="top">
      <a class="brand" href="/projects">
        <img src="/icon.svg" alt="" width="24" height="24" />
        Goldpan
      </a>
      <nav aria-label="Main">
        <a href="/projects" aria-current={isHere('/projects')}>
          Projects
        </a>
        <a href="/export" aria-current={isHere('/export')}>
          Export
        </a>
        <a href="/convert" aria-current={isHere('/convert')}>
          Convert
        </a>
      </nav>
      <div class="top-end">
        <button type="button" class="quiet" onClick={nextTheme} title="Light, dark, or as the system has it">
          <span class="wide-only">Theme: </span>
          {theme.value}
        </button>
        {session.value.state === 'signed-in' && (
          <button type="button" class="quiet" onClick={() => void signOut()} title={session.value.user.email}>
            Sign out
          </button>
        )}
      </div>
    </header>
  )
}

function Content({ screen, path }: { readonly screen: Screen | undefined; readonly path: string }) {
  if (screen === undefined)
    return (
      <div class="narrow">
        <h1>There is nothing here</h1>
        <p>
          The address may have been cut off. <a href="/projects">All projects</a>
        </p>
      </div>
    )
  const { value } = session
  if (screen.isPublic !== true && value.state === 'signed-out') return <SignIn />
  if (screen.isPublic !== true && value.state === 'unreachable')
    return <ProblemNote problem={value.problem} onRetry={() => location.reload()} />
  if (screen.isPublic !== true && value.state === 'unknown') return null
  return <LazyScreen key={screen.path} screen={screen} path={path} />
}

function LazyScreen({ screen, path }: { readonly screen: Screen; readonly path: string }) {
  const loaded = useResource(screen.path, async () => ({ Component: await screen.load() }))
  return <WhenLoaded of={loaded}>{({ Component }) => <Component parameters={match(screen.path, path) ?? {}} />}</WhenLoaded>
}
