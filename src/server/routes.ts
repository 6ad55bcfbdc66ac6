import { aboutRoutes } from './about.ts'
import { accountRoutes } from './account.ts'
import { annotationLabRoutes } from './annotation-lab.ts'
import { annotationRoutes } from './annotations.ts'
import { draftRoutes } from './drafts.ts'
import { exportFormatRoutes } from './export-formats.ts'
import { exportLockRoutes } from './export-lock.ts'
import { exportRoutes } from './exports.ts'
import { importRoutes } from './imports.ts'
import { jobRoutes } from './job-routes.ts'
import { localFileRoutes } from './local-files.ts'
import { memberRoutes } from './members.ts'
import { predictionRoutes } from './predictions.ts'
import { projectDetailRoutes } from './project-details.ts'
import { projectRoutes } from './projects.ts'
import type { AnyRoute } from './route.ts'
import { snapshotRoutes } from './snapshots.ts'
import { storageRoutes } from './storages.ts'
import { taskActionRoutes } from './task-actions.ts'
import { taskRoutes } from './tasks.ts'
import { tokenRoutes } from './token-routes.ts'
import { uploadRoutes } from './uploads.ts'
import { viewRoutes } from './views.ts'
import { webhookRoutes } from './webhooks.ts'

/** Every call there is. Of paths that could both match the earlier one is served. */
export const routes: readonly AnyRoute[] = [
  ...aboutRoutes,
  ...accountRoutes,
  ...tokenRoutes,
  ...projectRoutes,
  ...projectDetailRoutes,
  ...memberRoutes,
  ...importRoutes,
  ...uploadRoutes,
  ...taskRoutes,
  ...viewRoutes,
  ...taskActionRoutes,
  ...annotationRoutes,
  ...draftRoutes,
  ...predictionRoutes,
  ...exportFormatRoutes,
  ...exportRoutes,
  ...jobRoutes,
  ...snapshotRoutes,
  ...storageRoutes,
  ...localFileRoutes,
  ...webhookRoutes,
  ...exportLockRoutes,
  ...annotationLabRoutes,
]
