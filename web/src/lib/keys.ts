/** Query keys, in one place, so that an event reaches every query it concerns. */
export const keys = {
  jobs: ['jobs'] as const,
  jobList: (filter: object) => ['jobs', 'list', filter] as const,
  job: (id: string) => ['jobs', 'one', id] as const,
  readings: (id: string) => ['readings', id] as const,
  readingPages: (id: string, filter: object) => ['readings', id, filter] as const,
  items: (id: string) => ['items', id] as const,
  itemPages: (id: string, running: boolean, q: string) =>
    ['items', id, 'pages', running, q] as const,
  sightings: (id: string, item: string | null) => ['items', id, 'sightings', item] as const,
  unread: (id: string) => ['items', id, 'unread'] as const,
  stats: ['stats'] as const,
  system: ['system'] as const,
  session: ['session'] as const,
};
