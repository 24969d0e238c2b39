/** No container engine answers on this machine; the message says what to do. */
export class NoEngine extends Error {}

/** Containers of somebody else have the name of the project; the message says whose. */
export class ProjectTaken extends Error {}
