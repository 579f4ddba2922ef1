import { guardLeaving } from "./page/leave.ts"
import { openKeys } from "./page/keys.ts"
import { poll } from "./page/poll.ts"
import { linkRows } from "./page/rows.ts"
import { switchTheme } from "./page/theme.ts"

guardLeaving(document)
openKeys(document)
poll(document, fetch.bind(window), () => location.reload())
linkRows(document)
switchTheme(document, fetch.bind(window))
