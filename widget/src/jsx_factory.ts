/** What the build writes in place of JSX; see build.mjs. */

export { Fragment, h } from "preact";
