/** A key frame, counted from 1; percents. */
export function key(frame: number, x: number, enabled = true) {
  return { frame, enabled, rotation: 0, x, y: 10, width: 20, height: 30, time: frame / 10 }
}

/** The result of a track, in a video of four frames. */
export function track(id: string, labels: readonly string[], sequence: readonly object[]) {
  const value = { framesCount: 4, duration: 0.4, sequence, labels }
  return { id, from_name: 'box', to_name: 'video', type: 'videorectangle', value }
}
